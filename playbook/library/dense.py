"""The dense arm: vectors of texts, in Chroma where it is ready and in memory until then.

Every vector is stored under a name made of its text, so that a library that grows or shrinks costs only the
difference, and what was cut off goes on where it stopped. One process owns the folder of the index: two writers
corrupt a Chroma folder and a reader beside a writer goes stale, so a lock file names the owner, and any other process
keeps the same vectors in memory.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np

from playbook.errors import SetupError
from playbook.library.encoder import Encoder, Vectors

BATCH = 1000
AT_ONCE = 60_000
"""So many texts are encoded within seconds: answers come from memory while the index is built behind them."""

GRAPH = {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 800}
"""How Chroma links and searches its vectors (HNSW, Malkov and Yashunin 2016). With its own defaults 14 of 230 queries
missed one of their 40 nearest of 7,666 texts, and not the same ones after each start; with these, none did."""

Nearest = list[tuple[str, float]]


def name_of(text: str) -> str:
    """The name that a text's vector is stored under."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24]


class Exact:
    """All vectors in memory, compared one by one."""

    def __init__(self, names: Sequence[str], vectors: Vectors) -> None:
        self._names, self._vectors = names, vectors

    def nearest(self, vector: Vectors, k: int) -> Nearest:
        """The ``k`` nearest names with their cosine, best first."""
        cosine = self._vectors @ vector
        best = np.argpartition(-cosine, k)[:k] if k < len(cosine) else np.arange(len(cosine))
        best = best[np.argsort(-cosine[best], kind="stable")]
        return [(self._names[i], float(cosine[i])) for i in best]


class Collection:
    """A Chroma collection, in a folder that this process owns or on a server."""

    def __init__(self, client: Any, name: str) -> None:
        self._held = client.get_or_create_collection(name, embedding_function=None, configuration={"hnsw": GRAPH})

    def __len__(self) -> int:
        return int(self._held.count())

    @property
    def seal(self) -> str:
        """Names the content that was wholly stored last; empty while it is being changed."""
        return str((self._held.metadata or {}).get("seal", ""))

    @seal.setter
    def seal(self, content: str) -> None:
        self._held.modify(metadata={"seal": content})

    def names(self) -> Iterator[str]:
        """All names held, a page at a time."""
        page = 20_000
        for start in range(0, len(self), page):
            yield from self._held.get(include=[], limit=page, offset=start)["ids"]

    def add(self, names: Sequence[str], vectors: Vectors) -> None:
        """Store vectors; a name that is held already is overwritten."""
        self._held.upsert(ids=list(names), embeddings=vectors)

    def remove(self, names: Sequence[str]) -> None:
        """Drop vectors."""
        for start in range(0, len(names), BATCH):
            self._held.delete(ids=list(names[start : start + BATCH]))

    def nearest(self, vector: Vectors, k: int) -> Nearest:
        """The ``k`` nearest names with their cosine, best first."""
        found = self._held.query(
            query_embeddings=np.asarray([vector]), n_results=min(k, max(len(self), 1)), include=["distances"]
        )
        return [(name, 1.0 - float(gap)) for name, gap in zip(found["ids"][0], found["distances"][0], strict=True)]


class Dense:
    """Cosine search over texts.

    Args:
        encoder: makes the vectors.
        texts: what can be found; each once.
        folder: where Chroma keeps the vectors; None keeps them in memory.
        url: a Chroma server instead of a folder: ``http://host:port``, and ``/name`` for a library of its own there.

    Raises:
        SetupError: the folder cannot be written or read, or no server answers.
    """

    def __init__(self, encoder: Encoder, texts: Sequence[str], folder: Path | None = None, url: str | None = None):
        self._encoder = encoder
        self._texts = {name_of(text): text for text in texts}
        self._content = hashlib.sha256("\0".join([encoder.id, *sorted(self._texts)]).encode()).hexdigest()[:24]
        self._lock: IO[str] | None = None
        self._stop = threading.Event()
        self._builder: threading.Thread | None = None
        self._failed: SetupError | None = None
        self._exact: Exact | None = None
        self._place = "memory"
        self._client: Any = None
        self._collection = self._open(folder, url)
        self._sealed = self._collection is not None and self._collection.seal == self._content
        if self._collection is not None and not self._sealed:
            if len(self._texts) > AT_ONCE:
                self._build()
            else:
                self._builder = threading.Thread(target=self._build_behind, name="index", daemon=True)
                self._builder.start()

    @property
    def place(self) -> str:
        """Where answers come from now: ``memory``, a folder or a URL; for a person to read."""
        return self._place if self._sealed else "memory"

    def __len__(self) -> int:
        return len(self._texts)

    def nearest(self, vector: Vectors, k: int) -> Nearest:
        """The names of the ``k`` nearest texts with their cosine, best first; nothing is near to nothing."""
        if not np.any(vector) or not self._texts:
            return []
        if self._sealed and self._collection is not None:
            try:
                return self._collection.nearest(vector, k)
            except Exception as error:  # of many kinds: a server went away, or the index was closed meanwhile
                if not self._stop.is_set():
                    raise SetupError(f"The index in {self._place} does not answer: {error}.") from error
        if self._exact is None:
            names = list(self._texts)
            self._exact = Exact(names, self._encoder.encode([self._texts[name] for name in names]))
        return self._exact.nearest(vector, k)

    def wait(self) -> None:
        """Until the index is built.

        Raises:
            SetupError: it cannot be; answers go on coming from memory.
        """
        if self._builder is not None:
            self._builder.join()
        if self._failed is not None:
            raise self._failed

    def close(self) -> None:
        """Stop building, and give the folder back; what is stored so far stays. Who still asks is answered."""
        self._stop.set()
        if self._builder is not None:
            self._builder.join()
        self._sealed = False
        if self._client is not None:
            self._client.close()  # else the next to open the folder here would see what it was now
            self._client = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _build_behind(self) -> None:
        try:
            self._build()
        except Exception as error:  # chromadb and httpx raise many kinds; `wait` tells
            self._failed = SetupError(f"The index in {self._place} cannot be built: {error}.")

    def _build(self) -> None:
        """Bring the collection to hold exactly the texts; a batch is either whole or not there."""
        from tqdm import tqdm

        held = self._collection
        if held is None:
            return
        known = set(held.names())
        held.seal = ""
        held.remove([name for name in known if name not in self._texts])
        missing = [name for name in self._texts if name not in known]
        shown = len(missing) > AT_ONCE // 4 and threading.current_thread() is threading.main_thread()
        with tqdm(total=len(self._texts), initial=len(self._texts) - len(missing), desc="index", unit="text",
                  file=sys.stderr, disable=not shown) as bar:  # fmt: skip
            for start in range(0, len(missing), BATCH):
                if self._stop.is_set():
                    return
                names = missing[start : start + BATCH]
                held.add(names, self._encoder.encode([self._texts[name] for name in names]))
                bar.update(len(names))
        held.seal = self._content
        self._sealed = True

    def _open(self, folder: Path | None, url: str | None) -> Collection | None:
        if not url and (folder is None or not self._own(folder)):
            return None
        import chromadb
        from chromadb.config import Settings

        quiet = Settings(anonymized_telemetry=False)
        vectors = hashlib.sha256(f"{self._encoder.id} {GRAPH}".encode()).hexdigest()[:12]
        if not url:
            self._place = str(folder)
            try:
                self._client = chromadb.PersistentClient(path=str(folder), settings=quiet)
                for other in self._client.list_collections():
                    if other.name != f"passages-{vectors}":  # made by another encoder, or linked otherwise
                        self._client.delete_collection(other.name)
                return Collection(self._client, f"passages-{vectors}")
            except Exception as error:  # chromadb raises many kinds for a file it cannot read
                self.close()
                raise SetupError(
                    f"The index in {folder} cannot be opened: {error}. Delete that folder; it is built again."
                ) from error
        host, port, secure, library = _server(url)
        try:
            self._client = chromadb.HttpClient(host=host, port=port, ssl=secure, settings=quiet)
            self._place = url
            return Collection(self._client, f"{library}-{vectors}")
        except Exception as error:  # chromadb wraps connection errors in ValueError and others
            raise SetupError(f"No Chroma server answers at PLAYBOOK_CHROMA_URL {url!r}.") from error

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


def _server(url: str) -> tuple[str, int, bool, str]:
    """Host, port, whether by TLS, and the name of the library there."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or 8000
    except ValueError:  # no such address or port
        host, port = None, 0
    if not host or parts.scheme not in ("http", "https"):
        raise SetupError(f"PLAYBOOK_CHROMA_URL is {url!r}; write it as http://host:port.")
    library = parts.path.strip("/") or "passages"
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", library):
        raise SetupError(
            f"PLAYBOOK_CHROMA_URL is {url!r}; name the library in letters a to z, digits, '.', '_' and '-'."
        )
    return host, port, parts.scheme == "https", library
