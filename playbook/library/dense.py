"""The dense arm: vectors of passages in Chroma.

One process owns the folder of the index. Two writers corrupt a Chroma folder and a reader beside a writer goes
stale, so a lock file names the owner; any other process keeps the same vectors in memory instead.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np

from playbook.errors import SetupError
from playbook.library.encoder import Vectors

_BATCH = 2000


class Dense:
    """Cosine search over named vectors.

    Args:
        fingerprint: names the content; a collection of that name is used as it is, any other is built.
        folder: where Chroma keeps it; None keeps it in memory.
        url: a Chroma server instead of a folder.
    """

    def __init__(self, fingerprint: str, folder: Path | None = None, url: str | None = None) -> None:
        self._name = f"passages-{fingerprint}"
        self._lock: IO[str] | None = None
        self.place = "memory"
        """Where the vectors are: ``memory``, a folder or a URL; for a person to read."""
        self._client = self._open(folder, url)
        self._collection = self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    def _open(self, folder: Path | None, url: str | None) -> Any:
        import chromadb
        from chromadb.config import Settings

        quiet = Settings(anonymized_telemetry=False)
        if url:
            from urllib.parse import urlsplit

            parts = urlsplit(url)
            if not parts.hostname:
                raise SetupError(f"PLAYBOOK_CHROMA_URL is {url!r}; write it as http://host:port.")
            try:
                client = chromadb.HttpClient(
                    host=parts.hostname, port=parts.port or 8000, ssl=parts.scheme == "https", settings=quiet
                )
            except Exception as error:  # chromadb wraps connection errors in ValueError and others
                raise SetupError(f"No Chroma server answers at PLAYBOOK_CHROMA_URL {url!r}.") from error
            self.place = url
            return client
        if folder is None or not self._own(folder):
            return chromadb.EphemeralClient(settings=quiet)
        self.place = str(folder)
        return chromadb.PersistentClient(path=str(folder), settings=quiet)

    def _own(self, folder: Path) -> bool:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = (folder / "owner.lock").open("a+")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            raise SetupError(f"The index folder {folder} cannot be written: {error}. Set PLAYBOOK_HOME.") from error
        self._lock.truncate(0)
        self._lock.write(f"process {os.getpid()}\n")
        self._lock.flush()
        return True

    def __len__(self) -> int:
        return int(self._collection.count())

    def fill(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Hold exactly these vectors; collections of other content are dropped."""
        for other in self._client.list_collections():
            if other.name.startswith("passages-") and other.name != self._name and self.place != "memory":
                self._client.delete_collection(other.name)
        if len(self) == len(ids):
            return
        for start in range(0, len(ids), _BATCH):
            self._collection.upsert(
                ids=list(ids[start : start + _BATCH]), embeddings=np.asarray(vectors[start : start + _BATCH])
            )

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The ``k`` nearest ids with their cosine, best first."""
        if not np.any(vector):
            return []
        found = self._collection.query(
            query_embeddings=np.asarray([vector]), n_results=min(k, max(len(self), 1)), include=["distances"]
        )
        return [(name, 1.0 - float(gap)) for name, gap in zip(found["ids"][0], found["distances"][0], strict=True)]

    def close(self) -> None:
        """Give the folder back."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None
