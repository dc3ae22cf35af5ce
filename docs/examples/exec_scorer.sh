#!/bin/sh
# A scorer behind exec: right if the last line of the answer contains the gold text, upper and lower case alike.
# The lines it reads and writes are described in docs/FORMATS.md, "Programs as scorers". Fields come in a fixed order,
# and a text in JSON holds no bare quote, so sed can take them apart.
text='\(\([^"\\]\|\\.\)*\)'
question="^{\"kind\":\"judge\",\"id\":\([0-9]*\),\"answer\":\"$text\",\"gold\":\"$text\".*"

while IFS= read -r line; do
  case $line in
    '{"kind":"hello"'*) printf '{"protocol":1,"version":1}\n'; continue ;;
  esac
  id=$(printf '%s\n' "$line" | sed -n "s/$question/\1/p")
  answer=$(printf '%s\n' "$line" | sed -n "s/$question/\2/p" | sed 's/\(\\n\)*$//; s/.*\\n//' | tr '[:upper:]' '[:lower:]')
  gold=$(printf '%s\n' "$line" | sed -n "s/$question/\4/p" | tr '[:upper:]' '[:lower:]')
  outcome=wrong value=0
  case $answer in
    '') outcome=unparsed ;;
    *"$gold"*) outcome=right value=1 ;;
  esac
  printf '{"id":%s,"value":%s,"outcome":"%s","answer":"%s","rule":"gold text in the last line"}\n' \
    "$id" "$value" "$outcome" "$answer"
done
