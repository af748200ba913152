"""Encoders whose vectors are known, and what the tests of the dense arm ask of an index."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from threading import Event, Timer, current_thread

import numpy as np
import pytest
from chromadb.config import Settings

from playbook.library.dense import BATCH, Dense, Nearest, name_of
from playbook.library.encoder import Vectors

POINTS = {"east": [1, 0, 0], "north": [0, 1, 0], "up": [0, 0, 1], "north-east": [0.8, 0.6, 0]}
NAMES = list(POINTS)
SPACE: Vectors = np.array(list(POINTS.values()), dtype=np.float32)
TEXTS = [f"text {number}" for number in range(2 * BATCH + BATCH // 2)]
"""Three batches, the last one half full."""


class Compass:
    """An encoder that knows four words."""

    id = "compass"

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.array([POINTS[text] for text in texts], dtype=np.float32).reshape(len(texts), 3)


class Scattered:
    """An encoder whose vectors have nothing to do with each other; it remembers what it was asked for."""

    def __init__(self, name: str = "scattered") -> None:
        self.id = name
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        seeds = [list(f"{self.id} {text}".encode()) for text in texts]
        rows = np.array([np.random.default_rng(seed).normal(size=16) for seed in seeds]).reshape(len(texts), 16)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


class Held(Scattered):
    """One that keeps the builder of an index waiting until it is let go; others are served."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.go = Event(), Event()

    def encode(self, texts: Sequence[str]) -> Vectors:
        if current_thread().name == "index":
            self.reached.set()
            self.go.wait(timeout=60)
        return super().encode(texts)


class Deadly(Scattered):
    """One that kills its process before the given batch, or ``after`` so many seconds in it."""

    def __init__(self, batch: int, after: float = 0) -> None:
        super().__init__()
        self._left, self._after = batch, after

    def encode(self, texts: Sequence[str]) -> Vectors:
        self._left -= 1
        if not self._left and self._after:
            Timer(self._after, os.kill, (os.getpid(), signal.SIGKILL)).start()
        elif not self._left:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode(texts)


def quiet() -> Settings:
    """Settings of a client, which keeps and changes them: each needs its own."""
    return Settings(anonymized_telemetry=False)


def vector_of(text: str) -> Vectors:
    return Scattered().encode([text])[0]


def found_in(dense: Dense) -> set[str]:
    """The names of all that can be found."""
    return {name for name, _ in dense.nearest(vector_of("x"), len(dense) + 99)}


def built(folder: Path | None, texts: Sequence[str], name: str = "scattered", url: str | None = None) -> list[str]:
    """Build an index that holds just these texts, and close it; what was encoded for it."""
    encoder = Scattered(name)
    with closing(Dense(encoder, texts, folder, url)) as dense:
        dense.wait()
        assert dense.place == (url or str(folder))
        assert found_in(dense) == set(map(name_of, texts))
    return encoder.asked


def elsewhere(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run ``code`` in a process of its own, with ``folder`` and all of this file at hand."""
    start = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from library.indexed import *
folder = Path({str(folder)!r})
"""
    return subprocess.run([sys.executable, "-c", start + code], capture_output=True, text=True, check=False)


def same(expected: Nearest, found: Nearest) -> bool:
    """Whether two answers agree, whatever the order of what is equally near."""
    cosines = [cosine for _, cosine in expected] == pytest.approx([cosine for _, cosine in found], abs=1e-4)
    return cosines and dict(expected) == pytest.approx(dict(found), abs=1e-4)
