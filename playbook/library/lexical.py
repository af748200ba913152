"""The lexical arm: BM25 over Kiwi morphemes for Korean and stemmed words for English."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import re
import sqlite3
import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playbook.records import Lang

BATCH = 1000
SHOWN = 5000
"""From so many texts on, a bar shows how far the analysis is."""

Analyser = Callable[[Sequence[str]], list[list[str]]]

_CONTENT = ("N", "V", "M")
_FUNCTIONAL = frozenset({"VCP", "VCN", "VX"})
_WHOLE = frozenset({"XR", "SL", "SN", "SH"})
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


@functools.cache
def _kiwi() -> Any:
    """The analyser of Korean, one for all; about 1.5 s and 300 MB to load, so it waits until asked."""
    from kiwipiepy import Kiwi

    return Kiwi(load_multi_dict=False)


def proper_nouns(text: str) -> tuple[str, ...]:
    """Names of people, companies, brands and places in a Korean text, in order."""
    whole = text.encode("utf-8", "replace").decode()
    return tuple(token.form for token in _kiwi().tokenize(whole) if token.tag == "NNP")


class Morphemes:
    """Content morphemes of Korean text."""

    def __call__(self, texts: Sequence[str]) -> list[list[str]]:
        whole = [text.encode("utf-8", "replace").decode() for text in texts]  # Kiwi stumbles over half characters
        return [
            [
                token.form.lower()
                for token in tokens
                if (token.tag[0] in _CONTENT and token.tag not in _FUNCTIONAL) or token.tag in _WHOLE
            ]
            for tokens in _kiwi().tokenize(whole)
        ]


class Words:
    """Lower-case English words, stemmed by Snowball."""

    @cached_property
    def _stemmer(self) -> Any:
        import Stemmer

        return Stemmer.Stemmer("english")

    def __call__(self, texts: Sequence[str]) -> list[list[str]]:
        return [self._stemmer.stemWords(_WORD.findall(text.lower())) for text in texts]


class TokenStore:
    """Tokens of texts, kept in a folder so that only new texts are analysed; without a folder nothing is kept.

    Analysing is what takes time (Kiwi: some 2,000 short texts a second); a batch is either kept whole or not at all.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / "tokens.sqlite" if folder is not None else None

    def tokens(self, texts: Sequence[str], lang: Lang, analyse: Analyser) -> list[list[str]]:
        """The tokens of each text in order."""
        names = [f"{lang}-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:24]}" for text in texts]
        if self._path is None:
            return analyse(texts)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(sqlite3.connect(self._path, timeout=30)) as kept:
                return self._looked_up(kept, names, texts, analyse)
        except (sqlite3.Error, OSError):  # broken or not writable: costs time at the next start, nothing else
            return analyse(texts)

    @staticmethod
    def _looked_up(
        kept: sqlite3.Connection, names: Sequence[str], texts: Sequence[str], analyse: Analyser
    ) -> list[list[str]]:
        from tqdm import tqdm

        kept.execute("PRAGMA journal_mode=WAL")
        kept.execute("CREATE TABLE IF NOT EXISTS tokens (name TEXT PRIMARY KEY, words TEXT NOT NULL) WITHOUT ROWID")
        lang = names[0].split("-")[0] if names else ""
        found = dict(kept.execute("SELECT name, words FROM tokens WHERE name >= ? AND name < ?", (lang, lang + "~")))
        missing = {name: text for name, text in zip(names, texts, strict=True) if name not in found}
        order = list(missing)
        with tqdm(total=len(names), initial=len(names) - len(order), desc=f"words {lang}", unit="text",
                  file=sys.stderr, disable=len(order) < SHOWN) as bar:  # fmt: skip
            for start in range(0, len(order), BATCH):
                batch = order[start : start + BATCH]
                words = [" ".join(tokens) for tokens in analyse([missing[name] for name in batch])]
                with kept:
                    kept.executemany("INSERT OR REPLACE INTO tokens VALUES (?, ?)", zip(batch, words, strict=True))
                found.update(zip(batch, words, strict=True))
                bar.update(len(batch))
        if len(found) > 2 * len(names) + BATCH:  # texts that are long gone
            with kept:
                kept.executemany("DELETE FROM tokens WHERE name = ?", [(name,) for name in found.keys() - set(names)])
        return [found[name].split() for name in names]


class Lexical:
    """BM25 scores of a query against documents of one language (Robertson and Zaragoza 2009; by bm25s)."""

    def __init__(self, documents: Sequence[str], lang: Lang, morphemes: Morphemes, kept: TokenStore) -> None:
        import bm25s

        self._analyse: Analyser = morphemes if lang == "ko" else Words()
        self._size = len(documents)
        self._index = bm25s.BM25()
        tokens = kept.tokens(documents, lang, self._analyse)
        self._index.index([words or ["∅"] for words in tokens], show_progress=False)

    def scores(self, query: str) -> NDArray[np.float32]:
        """One score a document, 0 and up."""
        known = [token for token in self._analyse([query])[0] if token in self._index.vocab_dict]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._index.get_scores(known), dtype=np.float32)
