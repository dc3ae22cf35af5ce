#!/usr/bin/env python3
# Writes cases that compare our template renderer with Jinja2: every template of a catalogue, made-up expressions, literals.
"""Usage: check_templates.py OUT [--catalogue FOLDER] [--made N] [--seed N]

Needs jinja2 and pyyaml. Then: ASSAY_TEMPLATE_CASES=OUT build/assay_tests --gtest_filter=TemplateOracle.*
"""
import argparse
import ast
import functools
import json
import os
import random
import re

import jinja2
import jinja2.meta
import yaml


def regex_replace(string, pattern, repl, count=0):
    return re.sub(pattern, repl, string, count=count)


class Undefined(jinja2.StrictUndefined):
    """Jinja2 prints a missing value inside a list as the word Undefined; we refuse, as it does outside of one."""

    __repr__ = jinja2.StrictUndefined.__str__


def environment():
    env = jinja2.Environment(undefined=Undefined, keep_trailing_newline=True)
    env.filters["regex_replace"] = regex_replace
    return env


ENV = environment()


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    pass


Loader.add_multi_constructor("!", lambda loader, suffix, node: "!" + suffix)


def strings_of(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings_of(one)


def templates_of(folder):
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            if "yaml" not in name and not name.endswith(".yml"):
                continue
            with open(os.path.join(place, name), encoding="utf-8") as file:
                try:
                    content = yaml.load(file.read(), Loader)
                except yaml.YAMLError:
                    continue
            for text in strings_of(content):
                if "{{" in text or "{%" in text or "{#" in text:
                    found[text] = None
    return list(found)


# What a name may stand for in a document; each is tried for each name.
VALUES = [
    " Some Text, it's (A) naïve. ", "", "A", "3", ["a", "B", "it's", 'say "no"'], [], [" x ", "y\n", "z", "w", "v"], 0, 2, -1, 1.5, True, None,
    {"text": ["one", "two"], "label": ["A", "B"], "answer": "A", "en": "x", "value": 3}, [{"text": "t", "label": 1, "content": "c"}] * 3,
    {"ctx": "c", "choices": ["q", "r"]}, [0, 1, 1], ["1", "2", "0"],
]


def attributes_in(text):
    return set(re.findall(r"\.([A-Za-z_]\w*)", text)) | set(re.findall(r"\[['\"](\w+)['\"]\]", text))


def documents_for(text, rng):
    try:
        names = sorted(jinja2.meta.find_undeclared_variables(ENV.parse(text)))
    except jinja2.TemplateSyntaxError:
        return [{}]
    attributes = sorted(attributes_in(text))
    nested = {key: rng.choice(VALUES[:8]) for key in attributes}
    values = VALUES + [nested, [nested, nested], {**nested, **{key: {k: "v" for k in attributes} for key in attributes[:1]}}]
    documents = [{}]
    for value in values:
        documents.append({name: value for name in names})
    for _ in range(10):
        documents.append({name: rng.choice(values) for name in names})
    return documents


def fitting_cases(text, rng):
    """Many more documents, whose values come from the template's own constants, numbers, and records of five."""
    try:
        names = sorted(jinja2.meta.find_undeclared_variables(ENV.parse(text)))
    except jinja2.TemplateSyntaxError:
        return
    attributes = sorted(attributes_in(text))
    constants = re.findall(r"""['"]([^'"]+)['"]""", text) or ["A"]
    five = ["A", "B", "C", "D", "E"]
    for _ in range(600):
        inner = {key: rng.choice([five, "A", "some text", {"a1": "x", "A": "y"}]) for key in attributes}
        values = [rng.choice(constants), rng.choice(five), rng.randrange(4), " some text ", five, inner, {"text": five, "label": five}]
        yield case_of(text, {name: rng.choice(values) for name in names})


@functools.lru_cache
def compiled(text):
    return ENV.from_string(text)


def case_of(text, document):
    case = {"kind": "template", "text": text, "document": document}
    try:
        rendered = compiled(text).render(**json.loads(json.dumps(document)))
        if " at 0x" in rendered:
            return None
        rendered.encode("utf-8")
        case["expected"] = rendered
    except Exception:
        pass
    return case


NAMES = ["s", "t", "l", "n", "m", "f", "d", "b", "z", "u", "e", "k"]
DOCUMENT = {
    "s": " Hello, World! it's ", "t": "straße ΑΣ ǆ naïve 日本", "l": ["b", "A", "c", "a"], "n": 7, "m": -3, "f": 2.5, "b": True, "z": None,
    "d": {"x": 1, "y": "two", "items": [1, 2], "a b": 3}, "e": [], "k": [3, 1, 2, 2],
}
BINARY = ["+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or"]
FILTERS = [
    "upper", "lower", "title", "capitalize", "trim", "length", "list", "first", "last", "join(', ')", "join", "string", "int", "float", "sort",
    "sort(reverse=true)", "unique|list", "reverse", "reverse|list", "abs", "round", "round(1)", "round(1, 'floor')", "sum", "min", "max", "default('d')", "default('d', true)",
    "map('upper')|list", "map('string')|join('-')", "select|list", "select('odd')|list", "reject('none')|list", "batch(2)|list", "batch(3, 'x')|list",
    "slice(2)|list", "slice(3, 0)|list", "tojson", "escape", "replace('l', 'L')", "replace('', '.')", "replace('a', '', 1)", "center(20)", "indent", "indent(2, true)",
    "wordcount", "truncate(8)", "truncate(8, true, '..', 0)", "dictsort", "items|list", "count", "urlencode", "safe", "map(attribute=0)|list", "groupby(0)|list",
    "format(1, 2)", "regex_replace('[a-l]+', '<\\\\g<0>>')", "tojson(indent=2)", "sort(case_sensitive=true)", "int(5, 16)", "max(case_sensitive=true)",
]
TESTS = ["defined", "undefined", "none", "string", "number", "mapping", "iterable", "sequence", "odd", "even", "divisibleby 3", "in l", "eq 7", "integer", "float", "boolean", "lower", "upper", "true", "callable", "gt 2"]
METHODS = [
    "strip()", "strip(' H')", "split()", "split(',')", "split(' ', 1)", "rsplit(' ', 1)", "rsplit(None, 1)", "upper()", "lower()", "title()", "capitalize()", "swapcase()", "casefold()", "index('l')",
    "find('o')", "rfind('o', 0, 8)", "count('l')", "startswith('H')", "startswith((' ', 'x'))", "endswith('s ')", "replace('o', '0')", "replace('l', '', 2)", "join(['a', 'b'])", "join(l)",
    "zfill(12)", "center(21, '*')", "ljust(24)", "rjust(24, '.')", "partition(',')", "rpartition('o')", "splitlines()", "isdigit()", "isalpha()", "istitle()", "isupper()", "islower()", "isspace()",
    "format(1)", "removeprefix(' H')", "removesuffix(' ')", "append(1)", "pop()", "index('a')", "count(2)", "keys()", "values()|list", "items()", "get('x')", "get('q', 5)", "items", "x", "real", "insert(0, 1)",
    "update({'q': 1})", "sort()", "isalnum()", "isnumeric()", "isidentifier()", "copy()", "extend([1])", "lstrip()", "rstrip('s ')", "setdefault('x', 2)",
]
CONSTANTS = ["1", "0", "-2", "3.5", "1e3", "'ab'", "\"it's\"", "'%s|%5.2f'", "'{} {}'", "[1, 2]", "(1,)", "()", "{'a': 1}", "none", "true", "'é\\n\\x41'", "'a,b c'", "10000000000", "1_000", "0x1f", "'B'", "'%d'", "range(3)", "[]", "''", "0.1", "1e16", "1e-5"]


def made_expression(rng, depth):
    if depth <= 0 or rng.random() < 0.2:
        return rng.choice(NAMES) if rng.random() < 0.6 else rng.choice(CONSTANTS)
    inner = lambda: made_expression(rng, depth - 1)
    kind = rng.randrange(14)
    if kind < 3:
        return f"{inner()} {rng.choice(BINARY)} {inner()}"
    if kind == 3:
        return f"({inner()})"
    if kind < 6:
        return f"{inner()}|{rng.choice(FILTERS)}"
    if kind < 8:
        return f"({inner()}).{rng.choice(METHODS)}" if rng.random() < 0.3 else f"{rng.choice(NAMES)}.{rng.choice(METHODS)}"
    if kind == 8:
        return f"{inner()} is {rng.choice(['', 'not '])}{rng.choice(TESTS)}"
    if kind == 9:
        return f"{rng.choice(NAMES)}[{rng.choice(['0', '-1', '5', '1:', ':-1', '::-1', '1:3', '::2', '-3::-1', 's', inner(), repr('x'), ':' + inner()])}]"
    if kind == 10:
        return f"{inner()} if {inner()} else {inner()}" if rng.random() < 0.8 else f"{inner()} if {inner()}"
    if kind == 11:
        return f"[{inner()}, {inner()}]"
    if kind == 12:
        return f"{rng.choice(['not ', '-', '+'])}{inner()}"
    keys = [one for one in CONSTANTS if one[0] not in "[{("]
    return f"{{{rng.choice(keys)}: {inner()}}}"


SIGNS = ["", "", "", "-", "+"]


def made_template(rng):
    expression = lambda depth=2: made_expression(rng, depth)
    tag = lambda text: "{%" + rng.choice(SIGNS) + " " + text + " " + rng.choice(SIGNS) + "%}"
    kind = rng.randrange(12)
    space = rng.choice(["", " ", "\n", " \n\t", "x"])
    if kind < 6:
        return space + "{{" + rng.choice(["", "-", " "]) + " " + expression(3) + " " + rng.choice(["", "-"]) + "}}" + space
    if kind == 6:
        return tag(f"if {expression()}") + space + "yes " + tag(f"elif {expression()}") + "maybe" + space + tag("else") + " no " + tag("endif") + space
    if kind == 7:
        body = rng.choice(["{{ i }}", "{{ loop.index }}{{ i }}", "{{ loop.last }},", "{{ loop.length }}/{{ loop.revindex0 }} ", "{{ loop.previtem }}", "{{ loop.nextitem if not loop.last }}", "{{ loop.cycle('a', 'b') }}{{ loop.first }}", "{% set x = i %}{{ x }}"])
        condition = rng.choice(["", "", " if i", " if i != 'a'", " if i is string"])
        return tag(f"for i in {expression(1)}{condition}") + space + body + space + tag("else") + "none" + tag("endfor") + "{{ x is defined }}"
    if kind == 8:
        return tag(f"set v = {expression()}") + space + "{{ v }}{{ v is string }}"
    if kind == 9:
        return tag(f"set v{rng.choice(['', '|upper', '|trim'])}") + space + expression(1) + "{{ n }} " + tag("endset") + "[{{ v }}]"
    if kind == 10:
        return "{% set ns = namespace(c=0) %}" + tag("for a, c in d.items()") + "{% set ns.c = ns.c + 1 %}{{ a }}={{ c }};" + tag("endfor") + "{{ ns.c }}" + space + "{#- gone -#}" + space + "{% raw -%} {{ x }} {%- endraw %}"
    return tag(f"with v = {expression()}") + "{{ v }}" + tag("endwith") + tag("filter upper") + space + expression(1) + tag("endfilter")


def made_value(rng, depth):
    kind = rng.randrange(8 if depth > 0 else 5)
    if kind == 0:
        return rng.choice([None, True, False])
    if kind == 1:
        return rng.choice([0, 1, -1, rng.randrange(-10**6, 10**6), rng.randrange(-10**25, 10**25)])
    if kind == 2:
        return rng.choice([0.0, -0.0, 1.0, 1e16, 1e22, 1.5e-7, 123456.789, rng.random(), rng.random() * 10 ** rng.randrange(-300, 300), -rng.random()])
    if kind < 5:
        return "".join(rng.choice(["a", "B", "'", '"', "\\", "\n", "\t", "\x00", "\x7f", "é", "\u200b", "\xa0", "日", "\U0001f600", "\ue000", " ", "{", "\u2028"]) for _ in range(rng.randrange(8)))
    if kind == 5:
        return [made_value(rng, depth - 1) for _ in range(rng.randrange(4))]
    if kind == 6:
        return {made_value(rng, 0) if rng.random() < 0.3 else str(i): made_value(rng, depth - 1) for i in range(rng.randrange(4))}
    return tuple(made_value(rng, depth - 1) for _ in range(rng.randrange(4)))


def literal_case(text):
    case = {"kind": "literal", "text": text}
    try:
        value = ast.literal_eval(text)
        if has_large_set(value):
            return None  # in an order of Python's own
        shown = repr(list(value) if isinstance(value, set) else value)
        shown.encode("utf-8")
        case["expected"] = shown
    except Exception:
        pass
    return case


def has_large_set(value):
    if isinstance(value, set):
        return len(value) > 1 and not all(isinstance(one, int) for one in value) or any(map(has_large_set, value))
    if isinstance(value, dict):
        return any(has_large_set(one) for one in value.values())
    return isinstance(value, (list, tuple)) and any(isinstance(one, set) or has_large_set(one) for one in value)


LITERALS = [
    "'a' 'b'", "('a'\n'b')", "r'\\n'", "'''x\ny'''", "\"\\x41\\u00e9\\N{BULLET}\"", "'\\101\\q'", "[1, 2,]", "(1)", "(1,)", "()", "1,2", "1,", "{1: 2}", "{}", "{1}", "set()", "-1", "+1", "--1", "- 1", "1_000", "1__0",
    "007", "0", "00", "0x1F", "0b11", "0o17", "1.", ".5", "1e5", "1E-3", "1_0.0_1", "_1", "1_", "None", "none", "True", "[", "]", "[1 2]", "'a", "a", "1 + 2", "f'x'", "'a' + 'b'", "[1]*2", "{'a': [1, (2, 3)], 'b': None}",
    " 1", "\t[1]", "\n[1]", "[1]\n", "[1] # c", "[\n1, # c\n2]", "1\n2", "", " ", "u'x'", "R\"\\d\"", "'\\\n'", "'a\\", "[[[[1]]]]", "{1: 2, 1: 3}", "{[1]: 2}", "('a', 'b')", "'\\u12'", "1e400", "-1e400", "inf", "nan",
    "[-1, +2.5, -0.0]", "0xfg", "1if", "'x'.y", "'x'[0]", "(1)(2)", "[1][0]", "1.5.2", "\"it's\"", "'it\\'s'", "[,]", "(,)", "{,}", "{1:}", "{1,2,1}", "[1,,2]", "b'x'", "1j", "[None, True, False]", "\\\n1", "[1,\\\n2]", "rb'x'", "ur'x'", "\"\"\"\"a\"\"\"", "''''''", "'' ''",
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--catalogue")
    parser.add_argument("--made", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    cases = []
    rendered_texts = 0
    if arguments.catalogue:
        texts = templates_of(arguments.catalogue)
        print(len(texts), "templates")
        for text in texts:
            tried = [case_of(text, document) for document in documents_for(text, rng)]
            if not any(case and "expected" in case for case in tried):
                tried += [case for case in fitting_cases(text, rng) if case and "expected" in case][:5]
            cases += tried
            rendered_texts += any(case and "expected" in case for case in tried)
        print(rendered_texts, "of them render for some document")
    for _ in range(arguments.made):
        cases.append(case_of(made_template(rng), DOCUMENT))
    cases += [literal_case(text) for text in LITERALS]
    for _ in range(arguments.made // 2):
        value = made_value(rng, 3)
        text = repr(value)
        cases.append(literal_case(text))
        cut = rng.randrange(len(text) + 1)
        cases.append(literal_case(text[:cut] + rng.choice(["", ",", "'", "1", " ", "]", "-"]) + text[cut + rng.randrange(2) :]))
        value = json.loads(json.dumps(value)) if not has_other_keys(value) else None
        cases.append({"kind": "repr", "value": value, "expected": repr(value)})
    cases = [case for case in cases if case is not None]
    with open(arguments.out, "w", encoding="utf-8") as file:
        for case in cases:
            file.write(json.dumps(case) + "\n")
    print(len(cases), "cases,", sum("expected" in case for case in cases), "of them render")


def has_other_keys(value):
    if isinstance(value, dict):
        return any(not isinstance(key, str) or has_other_keys(one) for key, one in value.items())
    return isinstance(value, (list, tuple)) and any(has_other_keys(one) for one in value)


if __name__ == "__main__":
    main()
