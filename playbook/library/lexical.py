"""The lexical arm: BM25 over Kiwi morphemes for Korean and stemmed words for English."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playbook.records import Lang

_CONTENT = ("N", "V", "M")
_FUNCTIONAL = frozenset({"VCP", "VCN", "VX"})
_WHOLE = frozenset({"XR", "SL", "SN", "SH"})
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


class Morphemes:
    """Content morphemes of Korean text. Kiwi takes about 1.5 s and 300 MB to load, so it waits until asked."""

    @cached_property
    def _kiwi(self) -> Any:
        from kiwipiepy import Kiwi

        return Kiwi(load_multi_dict=False)

    def __call__(self, texts: Sequence[str]) -> list[list[str]]:
        return [
            [
                token.form.lower()
                for token in tokens
                if (token.tag[0] in _CONTENT and token.tag not in _FUNCTIONAL) or token.tag in _WHOLE
            ]
            for tokens in self._kiwi.tokenize(list(texts))
        ]


class Words:
    """Lower-case English words, stemmed by Snowball."""

    @cached_property
    def _stemmer(self) -> Any:
        import Stemmer

        return Stemmer.Stemmer("english")

    def __call__(self, texts: Sequence[str]) -> list[list[str]]:
        return [self._stemmer.stemWords(_WORD.findall(text.lower())) for text in texts]


class Lexical:
    """BM25 scores of a query against documents of one language (Robertson and Zaragoza 2009; by bm25s)."""

    def __init__(self, documents: Sequence[str], lang: Lang, morphemes: Morphemes, folder: Path | None = None) -> None:
        """Index the documents; their tokens are kept in ``folder`` so that the next start need not analyse them."""
        import bm25s

        self._tokens = morphemes if lang == "ko" else Words()
        self._size = len(documents)
        self._index = bm25s.BM25()
        self._index.index([tokens or ["∅"] for tokens in self._kept(documents, lang, folder)], show_progress=False)

    def _kept(self, documents: Sequence[str], lang: Lang, folder: Path | None) -> list[list[str]]:
        if folder is None:
            return self._tokens(documents)
        content = hashlib.sha256("\0".join(documents).encode("utf-8", "replace")).hexdigest()[:16]
        path = folder / f"tokens-{lang}-{content}.json"
        try:
            kept: list[list[str]] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # not there yet, or cut off while it was written: made anew
            kept = self._tokens(documents)
            _write(path, json.dumps(kept, ensure_ascii=False))
        return kept

    def scores(self, query: str) -> NDArray[np.float32]:
        """One score a document, 0 and up."""
        known = [token for token in self._tokens([query])[0] if token in self._index.vocab_dict]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._index.get_scores(known), dtype=np.float32)


def _write(path: Path, text: str) -> None:
    """Write whole or not at all; a folder that cannot be written only costs time at the next start."""
    part = path.with_suffix(f".{os.getpid()}.part")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob(f"{path.name.rsplit('-', 1)[0]}-*.json"):
            old.unlink(missing_ok=True)
        part.write_text(text, encoding="utf-8")
        part.replace(path)
