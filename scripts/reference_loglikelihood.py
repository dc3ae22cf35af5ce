#!/usr/bin/env python3
"""Log-likelihoods by llama-cpp-python under the canonical schedule: the second program that `exact` is checked against.

usage: reference_loglikelihood.py MODEL.gguf < requests.jsonl > sums.jsonl

A request is a line {"context": TEXT, "continuations": [TEXT, ...]}. Its answer is a line {"prompt": [ids],
"continuations": [[ids], ...], "sums": [numbers], "greedy": [booleans]}.

One sequence. For each request the cache is emptied and the context decoded, then, for each continuation, its tokens but
the last behind it, the cache cut back to the context in between. n_batch 2048, n_ubatch 512, flash attention auto, f16
cache, full-size sliding-window cache, 2 threads (THREADS=n sets another number). Softmax in float64. Token rules as
lm-evaluation-harness has them: white space at a context's end moves to the continuation, a continuation is what the whole
text has behind as many tokens as the context has, BOS once and only if the file wants it.

Needs: pip install llama-cpp-python==0.3.36, compiled on this machine with CMAKE_ARGS=-DGGML_NATIVE=ON.
"""
import ctypes
import json
import os
import sys

import llama_cpp
import numpy as np

CONTEXT_TOKENS = 4096
BATCH = 2048
UBATCH = 512


def quiet(_level, _text, _data):
    """llama.cpp's log goes nowhere."""


QUIET = llama_cpp.llama_log_callback(quiet)


class Engine:
    """One model, one context, one sequence."""

    def __init__(self, path):
        llama_cpp.llama_log_set(QUIET, ctypes.c_void_p(0))
        llama_cpp.llama_backend_init()
        model_params = llama_cpp.llama_model_default_params()
        model_params.n_gpu_layers = 0
        self.model = llama_cpp.llama_model_load_from_file(path.encode(), model_params)
        if not self.model:
            sys.exit(f"{path}: cannot be loaded")
        self.vocab = llama_cpp.llama_model_get_vocab(self.model)
        self.vocab_size = llama_cpp.llama_vocab_n_tokens(self.vocab)
        self.bos = llama_cpp.llama_vocab_bos(self.vocab)
        self.eos = llama_cpp.llama_vocab_eos(self.vocab)
        self.adds_bos = bool(llama_cpp.llama_vocab_get_add_bos(self.vocab))

        params = llama_cpp.llama_context_default_params()
        params.n_ctx = CONTEXT_TOKENS
        params.n_batch = BATCH
        params.n_ubatch = UBATCH
        params.n_seq_max = 1
        params.n_threads = params.n_threads_batch = int(os.environ.get("THREADS", "2"))
        params.flash_attn_type = -1  # auto
        params.type_k = params.type_v = llama_cpp.GGML_TYPE_F16
        params.swa_full = True
        self.context = llama_cpp.llama_init_from_model(self.model, params)
        if not self.context:
            sys.exit(f"{path}: no context of {CONTEXT_TOKENS} tokens")
        self.memory = llama_cpp.llama_get_memory(self.context)
        self.batch = llama_cpp.llama_batch_init(BATCH, 0, 1)

    def raw_tokens(self, text):
        """Token ids without BOS; special tokens in the text are parsed."""
        data = text.encode()
        ids = (llama_cpp.llama_token * (len(data) + 16))()
        count = llama_cpp.llama_tokenize(self.vocab, data, len(data), ids, len(ids), False, True)
        assert count >= 0
        return list(ids[:count])

    def tokens(self, text):
        ids = self.raw_tokens(text)
        if self.adds_bos and self.bos >= 0 and ids[:1] != [self.bos]:
            ids.insert(0, self.bos)
        return ids

    def encode(self, context, continuation):
        """(context ids, continuation ids) as lm-evaluation-harness has them."""
        kept = context.rstrip()
        continuation = context[len(kept):] + continuation
        if not kept:
            first = self.bos if self.bos >= 0 else self.eos
            ids = self.raw_tokens(continuation)
            return [first], ids[1:] if ids[:1] == [first] else ids
        prompt = self.tokens(kept)
        return prompt, self.tokens(kept + continuation)[len(prompt):]

    def decode(self, ids, position, all_logits):
        """Decodes ids from this position on; returns rows of logits: of every token, or of the last alone."""
        rows = []
        for begin in range(0, len(ids), BATCH):
            part = ids[begin:begin + BATCH]
            self.batch.n_tokens = len(part)
            for i, token in enumerate(part):
                self.batch.token[i] = token
                self.batch.pos[i] = position + begin + i
                self.batch.n_seq_id[i] = 1
                self.batch.seq_id[i][0] = 0
                self.batch.logits[i] = all_logits or begin + i + 1 == len(ids)
            code = llama_cpp.llama_decode(self.context, self.batch)
            if code != 0:
                sys.exit(f"llama_decode returned {code} at position {position + begin}")
            for i in range(len(part)):
                if self.batch.logits[i]:
                    pointer = llama_cpp.llama_get_logits_ith(self.context, i)
                    rows.append(np.ctypeslib.as_array(pointer, shape=(self.vocab_size,)).astype(np.float64))
        return rows

    def score(self, context, continuations):
        pairs = [self.encode(context, continuation) for continuation in continuations]
        prompt = pairs[0][0]
        llama_cpp.llama_memory_clear(self.memory, False)
        behind_context = self.decode(prompt, 0, False)
        answer = {"prompt": prompt, "continuations": [], "sums": [], "greedy": []}
        for _, ids in pairs:
            rows = behind_context + self.decode(ids[:-1], len(prompt), True)
            llama_cpp.llama_memory_seq_rm(self.memory, 0, len(prompt), -1)
            total, is_greedy = 0.0, True
            for row, token in zip(rows, ids):
                top = row.max()
                total += row[token] - top - np.log(np.exp(row - top).sum())
                is_greedy = is_greedy and int(row.argmax()) == token
            answer["continuations"].append(ids)
            answer["sums"].append(float(total))
            answer["greedy"].append(is_greedy)
        return answer


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    engine = Engine(sys.argv[1])
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(engine.score(request["context"], request["continuations"])), flush=True)


if __name__ == "__main__":
    main()
