"""Train the static sentence encoder that ships in ``playbook/models/encoder``.

    python training/encoder.py --data DIR --words playbook/models/words --out playbook/models/encoder

``DIR`` holds the gzipped JSON Lines files that ``training/pairs.py`` names; none of their sentences reach the output,
only a table of token vectors. The encoder is the mean of one vector per WordPiece (Reimers and Gurevych 2019 for the
training set-up; StaticEmbedding in sentence-transformers for the form). Losses:

* symmetric multiple-negatives ranking (Henderson et al. 2017) over aligned pairs, one set a batch so that the
  in-batch negatives are of one kind;
* the same loss over two random halves of one text's words, which stands in for pretrained word vectors;
* CoSENT (Su 2022) over the sentence pairs that people scored.

Each loss is taken at the full width and at one narrower width (Matryoshka, Kusupati et al. 2022), so that the
first 256 dimensions alone are usable.

What is known of Korean words beforehand (``--words``, see ``words.py``) enters as a fixed vector a token, mapped by
one learned matrix and added to the learned vector: what is learned about a frequent word so reaches the rare words
that are like it. Both are folded into one table at the end, stored as int8 with one scale, in a folder that both
model2vec and sentence-transformers load. The seed is fixed; about an hour on one core for 12,000 steps.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from pairs import PAIRS, Pair, read, unlabelled

DIM = 512
WIDTHS = (512, 256, 128, 64)
VOCABULARY = 32_000
BATCH = 1024
SCALE = 20.0
TOKEN_DROPOUT = 0.1
LONGEST = 160
PASSAGE_TOKENS = 80
KNOWN_SHARE = 0.3
"""Size of the learned part at the start, for tokens whose meaning is known beforehand."""


@dataclass(frozen=True)
class Ragged:
    """Token ids of many texts in one flat array; text ``i`` is ``ids[offsets[i]:offsets[i + 1]]``."""

    ids: np.ndarray
    offsets: np.ndarray
    words: np.ndarray
    """Index of the word that a token belongs to, counted within its text."""

    def take(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Tokens, their row (0..len(rows)-1) and their word, for the chosen texts."""
        starts = self.offsets[rows]
        lengths = self.offsets[rows + 1] - starts
        row = np.repeat(np.arange(len(rows)), lengths)
        position = np.arange(len(row)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        flat = np.repeat(starts, lengths) + position
        return self.ids[flat], row, self.words[flat]


@dataclass(frozen=True)
class Pairs:
    """Aligned texts: row ``left[i]`` means what row ``right[i]`` means and, where given, not ``wrong[i]``."""

    texts: Ragged
    left: np.ndarray
    right: np.ndarray
    wrong: np.ndarray
    group: np.ndarray
    """Pairs with the same group are never each other's negatives."""


def train_tokenizer(texts: Iterable[str]) -> Tokenizer:
    """WordPiece over NFKC lower case; the choice hardly moves accuracy, and this one trains in a minute."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase(), normalizers.Strip()])
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=VOCABULARY, special_tokens=["[PAD]", "[UNK]"])
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def tokenise(tokenizer: Tokenizer, texts: list[str]) -> Ragged:
    ids, words, lengths = [], [], [0]
    for start in range(0, len(texts), 20_000):
        for encoding in tokenizer.encode_batch(texts[start : start + 20_000], add_special_tokens=False):
            row = encoding.ids or [1]
            ids.append(np.array(row, dtype=np.int32))
            words.append(np.array([w or 0 for w in encoding.word_ids] or [0], dtype=np.int32))
            lengths.append(len(row))
    return Ragged(np.concatenate(ids), np.cumsum(lengths), np.concatenate(words))


def index_pairs(tokenizer: Tokenizer, rows: list[Pair]) -> Pairs:
    known: dict[str, int] = {}

    def number(text: str) -> int:
        return known.setdefault(text, len(known)) if text else -1

    rows = [row for row in rows if row[0].strip() and row[1].strip()]
    left = np.array([number(row[0]) for row in rows])
    right = np.array([number(row[1]) for row in rows])
    wrong = np.array([number(row[2]) for row in rows])
    names: dict[str, int] = {}
    group = np.array([names.setdefault(row[3] or row[0], len(names)) for row in rows])
    return Pairs(tokenise(tokenizer, list(known)), left, right, wrong, group)


class Trainer:
    """One table of vectors and the steps that move it."""

    def __init__(self, vocabulary: int, seed: int, words: np.ndarray | None = None) -> None:
        torch.manual_seed(seed)
        self.random = np.random.default_rng(seed)
        self.learned = torch.nn.EmbeddingBag(vocabulary, DIM, mode="mean")
        torch.nn.init.normal_(self.learned.weight)
        self.words: torch.nn.EmbeddingBag | None = None
        self.map = torch.nn.Parameter(torch.zeros(0))
        if words is not None:
            scale = np.linalg.norm(words[np.any(words, axis=1)], axis=1).mean()
            fixed = torch.from_numpy(np.asarray(words / scale, dtype=np.float32))
            self.words = torch.nn.EmbeddingBag.from_pretrained(fixed, mode="mean", freeze=True)
            self.map = torch.nn.Parameter(torch.randn(words.shape[1], DIM))
            with torch.no_grad():
                self.learned.weight[fixed.any(dim=1)] *= KNOWN_SHARE

    def table(self) -> np.ndarray:
        """The vectors of all tokens, what was known and what was learned in one."""
        with torch.no_grad():
            known = self.words.weight @ self.map if self.words is not None else 0.0
            return np.asarray((self.learned.weight + known).numpy(), dtype=np.float32)

    def pool(self, ids: np.ndarray, row: np.ndarray, rows: int) -> torch.Tensor:
        """Mean vector of each row; a row left without tokens is the unknown token."""
        missing = np.setdiff1d(np.arange(rows), row, assume_unique=False)
        if len(missing):
            ids, row = np.concatenate([ids, np.ones(len(missing), ids.dtype)]), np.concatenate([row, missing])
            order = np.argsort(row, kind="stable")
            ids, row = ids[order], row[order]
        tokens = torch.from_numpy(ids.astype(np.int64))
        offsets = torch.from_numpy(np.searchsorted(row, np.arange(rows)))
        pooled = self.learned(tokens, offsets)
        return pooled if self.words is None else pooled + self.words(tokens, offsets) @ self.map

    def encode(self, texts: Ragged, rows: np.ndarray) -> torch.Tensor:
        """Vectors of the chosen texts with tokens dropped at random and long passages thinned."""
        ids, row, _ = texts.take(rows)
        lengths = np.bincount(row, minlength=len(rows))
        keep_rate = np.minimum(1.0, PASSAGE_TOKENS / np.maximum(lengths, 1)) * (1 - TOKEN_DROPOUT)
        keep = self.random.random(len(ids)) < keep_rate[row]
        return self.pool(ids[keep], row[keep], len(rows))

    def halves(self, texts: Ragged, rows: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        """Two vectors a text, each from a random half of its words."""
        ids, row, word = texts.take(rows)
        starts = np.searchsorted(row, np.arange(len(rows)))
        words = np.maximum.reduceat(word, starts) + 1
        coin = self.random.random(words.sum()) < 0.5
        side = coin[(np.cumsum(words) - words)[row] + word]
        sizes = np.bincount(row, weights=side, minlength=len(rows))
        whole = (sizes >= 2) & (np.bincount(row, minlength=len(rows)) - sizes >= 2)
        number = np.cumsum(whole) - 1
        first, second = side & whole[row], ~side & whole[row]
        count = int(whole.sum())
        return self.pool(ids[first], number[row[first]], count), self.pool(ids[second], number[row[second]], count)

    def ranking(
        self, a: torch.Tensor, b: torch.Tensor, same: torch.Tensor, wrong: torch.Tensor | None = None
    ) -> torch.Tensor:
        widths = (DIM, int(self.random.choice(WIDTHS[1:])))
        target = torch.arange(len(a))
        total = torch.zeros(())
        for width in widths:
            left, right = (functional.normalize(x[:, :width], dim=1) for x in (a, b))
            scores = (SCALE * left @ right.T).masked_fill(same, -1e4)
            backward = functional.cross_entropy(scores.T, target)
            if wrong is not None:
                negatives = functional.normalize(wrong[:, :width], dim=1)
                scores = torch.cat([scores, SCALE * left @ negatives.T], dim=1)
            total = total + (functional.cross_entropy(scores, target) + backward) / 2
        return total / len(widths)

    def unlabelled_step(self, texts: Ragged) -> torch.Tensor:
        rows = self.random.integers(0, len(texts.offsets) - 1, BATCH)
        a, b = self.halves(texts, rows)
        return self.ranking(a, b, torch.zeros(len(a), len(a), dtype=torch.bool))

    def pair_step(self, pairs: Pairs) -> torch.Tensor:
        size = len(pairs.left)
        chosen = self.random.choice(size, min(BATCH, size), replace=False)
        left, right, wrong, group = (x[chosen] for x in (pairs.left, pairs.right, pairs.wrong, pairs.group))
        if not (wrong >= 0).any() and self.random.random() < 0.5:
            left, right = right, left
        same = (group[:, None] == group[None, :]) | (right[:, None] == right[None, :])
        np.fill_diagonal(same, False)
        negatives = wrong[wrong >= 0]
        return self.ranking(
            self.encode(pairs.texts, left),
            self.encode(pairs.texts, right),
            torch.from_numpy(same),
            self.encode(pairs.texts, negatives) if len(negatives) else None,
        )

    def scored_step(self, a: Ragged, b: Ragged, scores: np.ndarray) -> torch.Tensor:
        rows = self.random.integers(0, len(scores), 256)
        u, v = self.encode(a, rows), self.encode(b, rows)
        gold = torch.from_numpy(scores[rows])
        below = gold[:, None] < gold[None, :]
        total = torch.zeros(())
        for width in WIDTHS:
            cosine = SCALE * functional.cosine_similarity(u[:, :width], v[:, :width])
            gaps = (cosine[:, None] - cosine[None, :])[below]
            total = total + torch.logsumexp(torch.cat([torch.zeros(1), gaps]), 0)
        return 0.3 * total / len(WIDTHS)


def train(data: Path, steps: int, seed: int, words: Path | None) -> tuple[np.ndarray, Tokenizer]:
    random.seed(seed)
    began = time.time()
    rows = {name: load(data) for name, (load, _) in PAIRS.items()}
    plain = unlabelled(data)
    known: np.ndarray | None = None
    if words is not None:
        tokenizer = Tokenizer.from_file(str(words / "tokenizer.json"))
        known = word_vectors(words)
    else:
        corpus = {text[:1500] for pairs in rows.values() for row in pairs for text in row[:3] if text}
        corpus.update(text for texts in plain.values() for text in texts)
        ordered = sorted(corpus)
        random.shuffle(ordered)
        tokenizer = train_tokenizer(ordered)
    tokenizer.enable_truncation(LONGEST)
    pairs = {name: index_pairs(tokenizer, found) for name, found in rows.items()}
    texts = {name: tokenise(tokenizer, found) for name, found in plain.items()}
    sts = list(read(data / "stsb_ko_en_train.jsonl.gz"))
    scored = [
        (
            tokenise(tokenizer, [row[f"{lang}_a"] for row in sts]),
            tokenise(tokenizer, [row[f"{lang}_b"] for row in sts]),
            np.array([row["score"] for row in sts], dtype=np.float32),
        )
        for lang in ("ko", "en")
    ]
    print({name: len(p.left) for name, p in pairs.items()}, f"prepared in {time.time() - began:.0f} s", flush=True)

    trainer = Trainer(tokenizer.get_vocab_size(), seed, known)
    groups = [{"params": list(trainer.learned.parameters()), "rate": 0.05}]
    if known is not None:
        groups.append({"params": [trainer.map], "rate": 0.005})
    optimiser = torch.optim.Adam(groups, lr=0.05, fused=True)
    names, others = list(pairs), list(texts)
    pair_odds = np.array([min(len(pairs[n].left), 60_000) ** 0.5 * PAIRS[n][1] for n in names])
    text_odds = np.array([len(texts[n].offsets) ** 0.5 for n in others])
    pair_odds, text_odds = pair_odds / pair_odds.sum(), text_odds / text_odds.sum()
    losses: list[float] = []
    began = time.time()
    for step in range(steps):
        done = step / steps
        for group in optimiser.param_groups:
            group["lr"] = group["rate"] * min(1, (step + 1) / 100) * max(0.02, 1 - done)
        unlabelled_share = 0.7 if done < 0.3 else 0.3 * (1 - done)
        draw = trainer.random.random()
        if draw < unlabelled_share:
            loss = trainer.unlabelled_step(texts[others[trainer.random.choice(len(others), p=text_odds)]])
        elif done > 0.3 and draw < unlabelled_share + 0.06:
            loss = trainer.scored_step(*scored[trainer.random.integers(len(scored))])
        else:
            loss = trainer.pair_step(pairs[names[trainer.random.choice(len(names), p=pair_odds)]])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
        if (step + 1) % 250 == 0:
            print(f"{step + 1:6d} {np.mean(losses[-250:]):.4f} {time.time() - began:.0f} s", flush=True)
    return trainer.table(), tokenizer


def word_vectors(folder: Path) -> np.ndarray:
    """One vector a token, zeros where nothing is known of it."""
    from safetensors.numpy import load_file

    return np.asarray(next(iter(load_file(folder / "model.safetensors").values())), dtype=np.float32)


def save(table: np.ndarray, tokenizer: Tokenizer, out: Path) -> None:
    """int8 with one scale (cosine does not see it); the few largest values are clipped to keep the rest fine."""
    from model2vec import StaticModel

    limit = float(np.quantile(np.abs(table), 0.9999))
    table[:2] = 0.0  # padding and unknown carry no meaning
    packed = np.clip(np.rint(table / limit * 127), -127, 127).astype(np.int8)
    tokenizer.no_truncation()
    model = StaticModel(packed, tokenizer, config={"hidden_dim": DIM}, normalize=True, language=["ko", "en"])
    card = (out / "README.md").read_text(encoding="utf-8") if (out / "README.md").exists() else ""
    model.save_pretrained(out)
    if card:
        (out / "README.md").write_text(card, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public training data")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the model to")
    parser.add_argument("--words", type=Path, help="folder of the word meanings; its tokenizer is taken over")
    parser.add_argument("--steps", type=int, default=12_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    table, tokenizer = train(arguments.data, arguments.steps, arguments.seed, arguments.words)
    save(table, tokenizer, arguments.out)


if __name__ == "__main__":
    main()
