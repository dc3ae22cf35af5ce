#!/usr/bin/env python3
"""Writes cases that check our patterns, metrics and draws against Python's re and random, sacreBLEU and scikit-learn.

    pip install sacrebleu scikit-learn
    scripts/check_metrics.py cases.jsonl [--count 1000] [--seed 1]
    ASSAY_METRIC_CASES=cases.jsonl build/assay_tests --gtest_filter='*Oracle*'

One JSON object a line; "kind" says which test reads it. Needed in development only.
"""
import argparse
import json
import random
import re
import sys
import warnings

WORDS = ("the a of to and in model Model answer is was 18 1,234 3.5 -7 $12.50 10% (A) (B). don't it's e.g. U.S. end-to-end "
         "x=y a/b & &amp; &quot;so&quot; <skipped> ... -- well- \n 東京 大学 は です。 你好 世界 ， ， 。 モデル ガ 안녕 하세요 "
         "naïve Straße ÉCOLE éclair ΣΟΦΟΣ № ² ½ € ° \u00a0 \u3000 \t 😀 ﬁn ١٢٣ don’t “quoted” [x] {y} ~z ^w `v @u #t "
         "1.5. 2-3 a.b ,b c, 5, 5. .5 ,5 's John's \u2028 \u1680 \x1c İstanbul ǅ").split(" ")


def sentence(rng, length):
    return "".join(rng.choice(WORDS) + rng.choice([" ", " ", " ", " ", "", "  "]) for _ in range(length))


def variant(rng, text):
    """The text with some words dropped, doubled, moved or replaced: what a translation is to its reference."""
    words = text.split(" ")
    for _ in range(rng.randint(0, max(1, len(words) // 3))):
        kind = rng.randint(0, 4)
        at = rng.randrange(len(words)) if words else 0
        if kind == 0 and words:
            words.pop(at)
        elif kind == 1 and words:
            words.insert(at, words[rng.randrange(len(words))])
        elif kind == 2:
            words.insert(at, rng.choice(WORDS))
        elif kind == 3 and words:
            words[at] = rng.choice(WORDS)
        elif len(words) > 3:
            size = rng.randint(1, 4)
            block = words[at:at + size]
            del words[at:at + size]
            to = rng.randint(0, len(words))
            words[to:to] = block
    return " ".join(words)


def pair(rng):
    length = rng.choice([0, 1, 2, 3, 5, 8, 12, 20, 30, 30, 40] if rng.random() < 0.99 else [150])
    base = sentence(rng, length)
    references = [variant(rng, base) for _ in range(rng.choice([1, 1, 1, 2, 3]))]
    return (sentence(rng, rng.randint(0, 12)) if rng.random() < 0.1 else variant(rng, base)), references


def translation_cases(rng, count):
    from sacrebleu.metrics import BLEU, CHRF, TER
    for _ in range(count):
        hypothesis, references = pair(rng)
        columns = [[reference] for reference in references]
        base = {"hypothesis": hypothesis, "references": references}
        for tokenizer in ("13a", "intl", "char", "none", "zh"):
            lower = rng.random() < 0.2
            score = BLEU(tokenize=tokenizer, lowercase=lower).corpus_score([hypothesis], columns)
            yield {"kind": "bleu", "tokenizer": tokenizer, "lowercase": lower, "score": score.score,
                   "parts": [score.sys_len, score.ref_len, *score.counts, *score.totals], **base}
        for order in (0, 2):
            white, lower = rng.random() < 0.2, rng.random() < 0.2
            metric = CHRF(word_order=order, whitespace=white, lowercase=lower)
            stats = metric._extract_corpus_statistics([hypothesis], columns)[0]
            yield {"kind": "chrf", "word_order": order, "whitespace": white, "lowercase": lower, "parts": stats,
                   "score": metric.corpus_score([hypothesis], columns).score, **base}
        flags = {name: rng.random() < 0.4 for name in ("normalized", "no_punct", "asian_support", "case_sensitive")}
        metric = TER(**flags)
        yield {"kind": "ter", **flags, "parts": metric._extract_corpus_statistics([hypothesis], columns)[0],
               "score": metric.corpus_score([hypothesis], columns).score, **base}
    for name in ("bleu", "chrf", "chrf++", "ter"):  # whole corpora: the sums
        for _ in range(10):
            size = rng.choice([1, 5, 40])
            refs = rng.choice([1, 2])
            corpus = []
            while len(corpus) < size:
                hypothesis, references = pair(rng)
                if len(references) >= refs:
                    corpus.append((hypothesis, references[:refs]))
            metric = {"bleu": BLEU(), "chrf": CHRF(), "chrf++": CHRF(word_order=2), "ter": TER()}[name]
            columns = [[references[i] for _, references in corpus] for i in range(refs)]
            yield {"kind": "corpus", "metric": name, "hypotheses": [hypothesis for hypothesis, _ in corpus],
                   "references": [references for _, references in corpus],
                   "score": metric.corpus_score([hypothesis for hypothesis, _ in corpus], columns).score}


def label_cases(rng, count):
    from sklearn.metrics import f1_score, matthews_corrcoef
    for _ in range(count):
        classes = rng.choice([1, 2, 2, 2, 3, 5])
        size = rng.choice([1, 2, 3, 10, 50])
        golds = [rng.randrange(classes) for _ in range(size)]
        predictions = [gold if rng.random() < 0.6 else rng.randrange(classes) for gold in golds]
        case = {"kind": "labels", "golds": golds, "predictions": predictions}
        for average in ("binary", "micro", "macro", "weighted"):
            try:
                case[average] = float(f1_score(golds, predictions, average=average))
            except ValueError:
                case[average] = None
        case["mcc"] = float(matthews_corrcoef(golds, predictions))
        yield case


ATOMS = [r"a", r"b", r"1", r"ß", r"é", r"東", r"\d", r"\w", r"\s", r"\D", r"\W", r"\S", r".", r"[a-c]", r"[^a]", r"[\d.]",
         r"[\W_]", r"[^\W\d]", r"[]a]", r"[[:a]", r"\.", r"\$", r"(?:ab|a)", r"(a|b)", r"(\w+)", r"(?P<n{}>a+)", r"\b", r"\B",
         r"^", r"$", r"\A", r"\Z", r"(?=a)", r"(?!b)", r"(?<=a)", r"(?<!1)", r"\x61", r"\u00e9", r"\n", r"\t", r"\v", r"-", r",",
         r"(a)?", r"(?i:A)", r"(?s:.)", r"(?>a+)", r"{", r"x{,2}", r"{a}", r"\1", r"\101", r"\0", r"&", r"#", r" ", r"(?#note)",
         r"\N{DIGIT ONE}", r"[\x1c-\x1f]", r"(?a:\w)", r"(?-i:a)", r"(?x: a b )", r"\q", r"(?<n>a)", r"*", r")", r"\/", r"[\b]",
         r"[a\-c]", r"[^\s]", r"[\S]", r"[a-]", r"(?m:^)", r"(?m:$)", r"(?(1)a|b)"]
QUANTIFIERS = ["", "", "", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{,2}", "{2,}", "{1,2}?", "*+", "++", "{,}", "{0}"]
TEXTS = ["", "a", "ab", "aab 1", "b a\n", "a\nb\n", "\n", "11.5 a", "éa ÉA", "東京a", "a_b-c", "ABC abc", "ßß SS", "a\x1cb", "x x", "\u00a0a",
         "aaa bbb aaa", "(a)", "{a} {", "1,234.50", "١٢ ab", "a\r\nb", "\\a", "a&b#c", "ǅ K ſ", "a\u0301b", "😀a😀", "\t\v\f", "baa ab"]
REPLACEMENTS = ["", "x", r"[\g<0>]", r"\\", r"\n", r"<\1>", r"\q", "é"]


def regex(rng, number):
    flags = rng.choice(["", "", "", "", "(?i)", "(?s)", "(?m)", "(?a)", "(?im)", "(?x)"])
    parts = []
    for place in range(rng.randint(1, 5)):
        parts.append(rng.choice(ATOMS).replace("{}", f"{number % 10}{place}", 1) + rng.choice(QUANTIFIERS))
        if rng.random() < 0.15:
            parts.append("|")
    return flags + "".join(parts)


def spans(match):
    return [list(match.span(i)) for i in range(match.re.groups + 1)]


def regex_cases(rng, count):
    known = [r"(-?[$0-9.,]{2,})|(-?[0-9]+)", r"#### (\-?[0-9\.\,]+)", r"(?<=the answer is )(.*)(?=.)", r"(\([A-Z]\))", r"(?s).*#### ",
             r"([A-E])(?= şıkkıdır| şıkkı)", r"(?=(female|woman|man|male))", r"^\s*([A-D])", r"^(.*?)\s*$", r"\b(a|an|the)\b", r"\s+",
             r"(?<=[answer is ])[A-D]", r"(\b[ABCD]\b)", r"उत्तर \(?([ABC])\)? हो।", r"([^0-9])([\.,])", r"[\.,\?:;!\"\(\)]"]
    for number in range(count):
        pattern = known[number] if number < len(known) else regex(rng, number)
        texts = rng.sample(TEXTS, 5) + [sentence(rng, rng.randint(1, 10)) for _ in range(2)]
        case = {"kind": "regex", "pattern": pattern, "results": []}
        try:
            compiled = re.compile(pattern)
        except (re.error, OverflowError, RecursionError):
            yield {**case, "error": True}
            continue
        for text in texts:
            replacement = rng.choice(REPLACEMENTS)
            try:
                replaced = compiled.sub(replacement, text)
            except (re.error, IndexError):
                replaced = None
            start = compiled.match(text)
            case["results"].append({
                "text": text, "find_all": [spans(match) for match in compiled.finditer(text)],
                "match": spans(start) if start else None,
                "replacement": replacement, "sub": replaced, "split": compiled.split(text, 3)})
        yield case


def text_cases(rng, count):
    for _ in range(count):
        text = sentence(rng, rng.randint(0, 12))
        if rng.random() < 0.3:
            text = "".join(chr(rng.choice([rng.randint(0, 0x2FF), rng.randint(0x370, 0x3FF), rng.randint(0x1E00, 0x206F)]))
                           for _ in range(10))
        yield {"kind": "text", "text": text, "lower": text.lower(), "upper": text.upper(), "strip": text.strip(),
               "rstrip": text.rstrip(), "words": text.split(), "escape": re.escape(text)}


def random_cases(rng, count):
    for _ in range(count):
        seed = rng.choice([0, 1, 42, 1234, rng.randrange(2**31), rng.randrange(2**62), -5])
        draws = random.Random(seed)
        size = rng.choice([1, 5, 21, 22, 85, 100, 1000, 10**6])
        k = rng.randint(1, min(size, 30))
        items = list(range(min(size, 200)))
        case = {"kind": "random", "seed": seed, "size": size, "k": k, "sample": draws.sample(range(size), k),
                "random": draws.random(), "bits": [draws.getrandbits(n) for n in (1, 31, 32, 33, 63)],
                "choices": draws.choices(range(size), k=k), "choice": draws.choice(range(size)),
                "randint": [draws.randint(-size, size) for _ in range(5)]}
        draws.shuffle(items)
        yield {**case, "shuffle": items}


MAKERS = {"random": (random_cases, 0.1), "text": (text_cases, 1), "labels": (label_cases, 1), "regex": (regex_cases, 10),
          "translation": (translation_cases, 1)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--count", type=int, default=1000, help="pairs; regular expressions are ten times as many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=sorted(MAKERS), help="one group of cases")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    counts = {}
    with open(arguments.out, "w", encoding="utf-8") as out:
        for name, (make, times) in MAKERS.items():
            if arguments.only not in (None, name):
                continue
            for case in make(random.Random(arguments.seed), int(times * arguments.count)):
                counts[case["kind"]] = counts.get(case["kind"], 0) + 1
                out.write(json.dumps(case) + "\n")
    print(", ".join(f"{kind} {count}" for kind, count in counts.items()), file=sys.stderr)


if __name__ == "__main__":
    main()
