"""Texts to vectors: the static encoder that ships, or any sentence-transformers model that the user names.

The shipped one is a table of token vectors (see ``playbook/models/encoder/README.md``) run by model2vec without
torch. A named model is loaded by sentence-transformers, which imports torch and takes seconds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from playbook.errors import SetupError

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Anything that turns texts into unit vectors."""

    id: str
    """Changes when the vectors would; an index built by another id is built anew."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, of length 1; a text without known tokens gives zeros."""
        ...


class StaticEncoder:
    """Mean of token vectors, 512 wide, Korean and English."""

    def __init__(self, folder: Path) -> None:
        from model2vec import StaticModel

        table = folder / "model.safetensors"
        if not table.is_file():
            raise SetupError(f"The encoder is missing: {table}. Install playbook again.")
        self._model = StaticModel.from_pretrained(folder)
        self.id = "static-" + hashlib.sha256(table.read_bytes()).hexdigest()[:12]

    def encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self._model.dim), dtype=np.float32)
        whole = [text.encode("utf-8", "replace").decode() for text in texts]  # the tokenizer refuses half characters
        vectors = self._model.encode(whole, normalize=True, use_multiprocessing=False)
        return np.nan_to_num(np.asarray(vectors, dtype=np.float32)).reshape(len(texts), -1)


class JoinedEncoder:
    """The vectors of several encoders side by side."""

    def __init__(self, *encoders: Encoder) -> None:
        self._encoders = encoders
        self.id = "+".join(encoder.id for encoder in encoders)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text: as many unit vectors in a row as there are encoders."""
        return np.concatenate([encoder.encode(texts) for encoder in self._encoders], axis=1)


class TransformerEncoder:
    """A sentence-transformers model by name or path, for who has one."""

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer

            self._model = SentenceTransformer(name)
        except Exception as error:  # the library raises many kinds, each for a model it cannot load
            raise SetupError(
                f"PLAYBOOK_ENCODER names {name!r}, which sentence-transformers cannot load: "
                f"{str(error).splitlines()[0]}. Give a folder, or a model name and a network; unset it for ours."
            ) from error
        self.id = "st-" + hashlib.sha256(name.encode()).hexdigest()[:12]

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)


def open_encoder(name: str | None, shipped: Path) -> Encoder:
    """The model that the user named, else the shipped one.

    Raises:
        SetupError: the model cannot be loaded.
    """
    return TransformerEncoder(name) if name else StaticEncoder(shipped)


def blind_to_korean(encoder: Encoder) -> bool:
    """Whether the encoder cannot tell unlike Korean sentences apart, as English-only models cannot."""
    unlike = ["배터리에서 불이 났어요", "직원분이 친절해서 감사합니다", "회사가 매각된다는 소문", "환불은 언제 되나요"]
    vectors = encoder.encode(unlike)
    cosine = vectors @ vectors.T
    return bool(cosine[~np.eye(len(unlike), dtype=bool)].mean() > 0.7)
