"""The dense arm: the nearest texts, in memory, in a folder that one process owns, or on a server."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Timer, current_thread
from typing import Any

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.desk import Desk
from playbook.errors import SetupError
from playbook.library.dense import BATCH, Collection, Dense, Exact, Nearest, name_of
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
    """Run ``code`` in a process of its own, with ``folder`` and the encoders of this file at hand."""
    start = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from library.test_dense import *
folder = Path({str(folder)!r})
"""
    return subprocess.run([sys.executable, "-c", start + code], capture_output=True, text=True, check=False)


NEAREST = [
    ([1, 0, 0], 1, [("east", 1.0)]),
    ([0, 1, 0], 2, [("north", 1.0), ("north-east", 0.6)]),
    ([1, 0, 0], 9, [("east", 1.0), ("north-east", 0.8), ("north", 0.0), ("up", 0.0)]),
    ([0, 0, -1], 4, [("east", 0.0), ("north", 0.0), ("north-east", 0.0), ("up", -1.0)]),
    ([0.6, -0.8, 0], 4, [("east", 0.6), ("up", 0.0), ("north-east", 0.0), ("north", -0.8)]),
]


def same(expected: Nearest, found: Nearest) -> bool:
    """Whether two answers agree, whatever the order of what is equally near."""
    cosines = [cosine for _, cosine in expected] == pytest.approx([cosine for _, cosine in found], abs=1e-4)
    return cosines and dict(expected) == pytest.approx(dict(found), abs=1e-4)


# Names


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("환불", "환불", True),
        ("환불", "환불 ", False),
        ("Refund", "refund", False),
        ("", " ", False),
        ("\ud800", "\udfff", True),  # half characters cannot be written, so none can be told from another
    ],
)
def test_a_text_has_a_name(one: str, other: str, alike: bool) -> None:
    """The same for the same text, of letters that every store takes."""
    assert (name_of(one) == name_of(other)) is alike
    assert len(name_of(one)) == 24
    assert set(name_of(one)) <= set("0123456789abcdef")


# In memory


@pytest.mark.parametrize(("vector", "k", "expected"), NEAREST)
def test_exact(vector: list[float], k: int, expected: Nearest) -> None:
    """By cosine, best first, no more than there are."""
    assert same(expected, Exact(NAMES, SPACE).nearest(np.array(vector, dtype=np.float32), k))


def test_exact_keeps_the_order_of_equals() -> None:
    """Where all are asked for, the one that was named first comes first."""
    twice = Exact(["b", "a", "c"], SPACE[[0, 0, 1]])

    assert [name for name, _ in twice.nearest(SPACE[0], 3)] == ["b", "a", "c"]


@given(size=st.integers(1, 40), k=st.integers(1, 50), asked=st.text(max_size=8))
@settings(max_examples=40, deadline=None)
def test_exact_leaves_out_nothing_nearer(size: int, k: int, asked: str) -> None:
    """What it gives is as near as the k nearest of a full sort."""
    vectors = Scattered().encode(TEXTS[:size])
    found = Exact(TEXTS[:size], vectors).nearest(vector_of(asked), k)
    cosines = sorted((vectors @ vector_of(asked)).tolist(), reverse=True)

    assert [cosine for _, cosine in found] == pytest.approx(cosines[:k])
    assert len({name for name, _ in found}) == min(k, size)


@pytest.mark.parametrize(("vector", "k", "expected"), [*NEAREST, ([0, 0, 0], 4, [])])
def test_an_index_in_memory(vector: list[float], k: int, expected: Nearest) -> None:
    """It answers with names of texts; nothing is near to nothing."""
    with closing(Dense(Compass(), NAMES)) as dense:
        found = dense.nearest(np.array(vector, dtype=np.float32), k)

        assert same([(name_of(text), cosine) for text, cosine in expected], found)
        assert (len(dense), dense.place) == (4, "memory")


@pytest.mark.parametrize("kept", [False, True])
def test_an_index_that_holds_nothing(tmp_path: Path, kept: bool) -> None:
    """It has no size and no answer, in memory and in a folder."""
    with closing(Dense(Compass(), [], tmp_path if kept else None)) as empty:
        empty.wait()

        assert len(empty) == 0
        assert empty.nearest(SPACE[0], 3) == []


def test_a_text_given_twice_is_one() -> None:
    """It is found once."""
    with closing(Dense(Compass(), ["east", "up", "east"])) as dense:
        assert len(dense) == 2
        assert [name for name, _ in dense.nearest(SPACE[0], 9)] == [name_of("east"), name_of("up")]


# A collection


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Any]:
    opened = chromadb.PersistentClient(path=str(tmp_path), settings=quiet())
    yield opened
    opened.close()


@pytest.mark.parametrize(("vector", "k", "expected"), NEAREST)
def test_a_collection_answers_as_exact_does(client: Any, vector: list[float], k: int, expected: Nearest) -> None:
    """By cosine, best first, no more than there are."""
    held = Collection(client, "points")
    held.add(NAMES, SPACE)

    assert same(expected, held.nearest(np.array(vector, dtype=np.float32), k))


def test_what_a_collection_holds(client: Any) -> None:
    """Names come and go; one that is held already is overwritten."""
    held = Collection(client, "points")
    assert (len(held), list(held.names())) == (0, [])
    held.add(NAMES, SPACE)
    held.add(["up", "down"], -SPACE[[2, 2]])
    held.remove(["east", "north"])
    held.remove([])

    assert sorted(held.names()) == ["down", "north-east", "up"]
    assert len(held) == 3
    assert dict(held.nearest(-SPACE[2], 3))["up"] == pytest.approx(1.0)


def test_a_large_collection_names_all(client: Any) -> None:
    """Though they come in pages."""
    held, names = Collection(client, "large"), [f"n{i}" for i in range(20_500)]
    for start in range(0, len(names), 5000):
        part = names[start : start + 5000]
        held.add(part, np.ones((len(part), 1), dtype=np.float32))

    assert sorted(held.names()) == sorted(names)


def test_an_empty_collection_has_no_answer(client: Any) -> None:
    """Rather than an error."""
    assert Collection(client, "points").nearest(SPACE[0], 3) == []


def test_a_seal_stays(client: Any) -> None:
    """It is there for whoever opens the collection next, changed or taken off as well; another has its own."""
    seals = []
    for seal in ("one", "two", ""):
        held = Collection(client, "points")
        seals.append(held.seal)
        held.seal = seal

    assert seals == ["", "one", "two"]
    assert Collection(client, "points").seal == ""
    assert Collection(client, "others").seal == ""


@pytest.fixture(scope="module")
def shipped(desk: Desk) -> list[str]:
    """What people say in the cards that ship, in both languages, and their headings."""
    said = [text for p in desk.cards for each in p.passages for text in (*each.heading.model_dump().values(),
                                                                         *each.situations)]  # fmt: skip
    return list(dict.fromkeys(said))[:2000]


def test_hnsw_agrees_with_exact(desk: Desk, client: Any, shipped: list[str]) -> None:
    """Of the forty nearest to a message an index finds every one, and tells the same cosine for them."""
    held, vectors = Collection(client, "shipped"), desk.encoder.encode(shipped)
    oracle = Exact(shipped, vectors)
    names = [name_of(text) for text in shipped]
    for start in range(0, len(names), BATCH):
        held.add(names[start : start + BATCH], vectors[start : start + BATCH])
    asked = desk.encoder.encode([f"{text} 어떻게 하나요 what now" for text in shipped[::40]])
    found = missed = 0
    for vector in asked:
        answer = dict(held.nearest(vector, 400))
        for text, cosine in oracle.nearest(vector, 40):
            found += name_of(text) in answer
            missed += name_of(text) not in answer
            assert answer.get(name_of(text), cosine) == pytest.approx(cosine, abs=1e-4)

    assert (found, missed) == (2000, 0)


# A folder


def test_the_index_is_built_behind_the_answers(tmp_path: Path) -> None:
    """Until it is built, memory answers; then the folder does, and the same."""
    encoder = Held()
    with closing(Dense(encoder, TEXTS[:50], tmp_path)) as dense:
        assert encoder.reached.wait(timeout=60)
        before, place = dense.nearest(vector_of("text 7"), 5), dense.place
        encoder.go.set()
        dense.wait()

        assert (place, dense.place) == ("memory", str(tmp_path))
        assert before[0] == (name_of("text 7"), pytest.approx(1.0))
        assert same(before, dense.nearest(vector_of("text 7"), 5))


def test_what_is_built_is_used_again(tmp_path: Path) -> None:
    """The same texts, in any order, are answered from the folder at once and encoded never."""
    built(tmp_path, TEXTS[:50])
    encoder = Scattered()
    with closing(Dense(encoder, TEXTS[:50][::-1], tmp_path)) as dense:
        assert dense.place == str(tmp_path)
        assert dense.nearest(vector_of("text 49"), 1)[0][0] == name_of("text 49")
        assert dense.nearest(vector_of("text 50"), 1)[0][0] != name_of("text 50")
    assert encoder.asked == []


@pytest.mark.parametrize(
    ("before", "after", "encoded"),
    [
        (range(0, 30), range(0, 30), range(0)),
        (range(0, 30), range(0, 40), range(30, 40)),
        (range(0, 30), range(10, 30), range(0)),
        (range(0, 30), range(20, 50), range(30, 50)),
        (range(0, 30), range(50, 60), range(50, 60)),
        (range(0, 30), range(0), range(0)),
        (range(0), range(0, 3), range(0, 3)),
        (range(BATCH + 5), range(2), range(0)),
    ],
)
def test_a_change_costs_the_difference(tmp_path: Path, before: range, after: range, encoded: range) -> None:
    """What is new is encoded, what is gone is found no more, and the rest stays as it is."""
    built(tmp_path, [TEXTS[i] for i in before])
    encoder, texts = Scattered(), [TEXTS[i] for i in after]
    with closing(Dense(encoder, texts, tmp_path)) as dense:
        dense.wait()

        assert sorted(encoder.asked) == sorted(TEXTS[i] for i in encoded)
        assert found_in(dense) == set(map(name_of, texts))


@given(steps=st.lists(st.sets(st.integers(0, 40), max_size=12), min_size=2, max_size=4))
@settings(max_examples=5, deadline=None)
def test_any_change_costs_the_difference(steps: list[set[int]]) -> None:
    """However often the texts change."""
    with TemporaryDirectory() as folder:
        asked = [set(built(Path(folder), [TEXTS[i] for i in sorted(step)])) for step in [set(), *steps]]

    assert asked[1:] == [{TEXTS[i] for i in now - before} for before, now in pairwise([set(), *steps])]


def test_another_encoder_drops_the_old_vectors(tmp_path: Path) -> None:
    """A folder holds the vectors of one encoder; going back costs all anew."""
    asked = [len(built(tmp_path, TEXTS[:20], name)) for name in ("first", "second", "second", "first")]
    left = chromadb.PersistentClient(path=str(tmp_path), settings=quiet())
    with closing(left):
        (only,) = left.list_collections()

        assert asked == [20, 20, 0, 20]
        assert only.count() == 20


def test_one_owner(tmp_path: Path) -> None:
    """The second to open a folder keeps its vectors in memory, says so, and answers all the same."""
    with closing(Dense(Compass(), NAMES, tmp_path)) as first, closing(Dense(Compass(), NAMES, tmp_path)) as second:
        first.wait()
        second.wait()

        assert (first.place, second.place) == (str(tmp_path), "memory")
        assert (tmp_path / "owner.lock").read_text() == f"process {os.getpid()}\n"
        assert same(first.nearest(SPACE[0], 4), second.nearest(SPACE[0], 4))


def test_another_process_answers_from_memory(tmp_path: Path) -> None:
    """Of its own texts; it leaves the owner's folder and name alone."""
    with closing(Dense(Compass(), NAMES, tmp_path)) as owner:
        owner.wait()
        other = elsewhere(
            "d = Dense(Compass(), ['up', 'east'], folder); d.wait()\n"
            "print(d.place, len(d), d.nearest(SPACE[0], 1)[0][0]); d.close()",
            tmp_path,
        )

        assert other.stdout.split() == ["memory", "2", name_of("east")]
        assert (tmp_path / "owner.lock").read_text() == f"process {os.getpid()}\n"
        assert len(owner.nearest(SPACE[0], 9)) == 4


def test_what_another_process_wrote_meanwhile_is_seen(tmp_path: Path) -> None:
    """A folder that was given back and taken again holds what it holds now, not what it held then."""
    built(tmp_path, ["text 1", "text 2"])
    other = elsewhere("print(built(folder, ['text 1', 'text 3']))", tmp_path)
    encoder = Scattered()
    with closing(Dense(encoder, ["text 1", "text 3"], tmp_path)) as again:
        assert other.stdout.strip() == "['text 3']"
        assert again.place == str(tmp_path)
        assert encoder.asked == []
        assert again.nearest(vector_of("text 3"), 1) == [(name_of("text 3"), pytest.approx(1.0, abs=1e-4))]
        assert found_in(again) == {name_of("text 1"), name_of("text 3")}


def test_who_still_asks_after_closing_is_answered(tmp_path: Path) -> None:
    """From memory; closing twice is nothing."""
    dense = Dense(Compass(), NAMES, tmp_path)
    dense.wait()
    dense.close()
    dense.close()

    assert dense.place == "memory"
    assert dense.nearest(SPACE[1], 1) == [(name_of("north"), pytest.approx(1.0))]


@pytest.mark.parametrize("batch", [1, 3])
def test_a_killed_build_goes_on_where_it_stopped(tmp_path: Path, batch: int) -> None:
    """The lock goes with its owner, whole batches are there, and only what is missing is encoded."""
    killed = elsewhere(f"d = Dense(Deadly({batch}), TEXTS, folder); print(d.place, flush=True); d.wait()", tmp_path)
    assert (killed.returncode, killed.stdout.strip()) == (-signal.SIGKILL, "memory")
    encoder = Scattered()
    with closing(Dense(encoder, TEXTS, tmp_path)) as heir:
        heir.wait()

        assert encoder.asked == TEXTS[(batch - 1) * BATCH :]
        assert heir.place == str(tmp_path)
        assert found_in(heir) == set(map(name_of, TEXTS))
        for text in TEXTS[:: BATCH // 4]:
            assert heir.nearest(vector_of(text), 1)[0][0] == name_of(text)


@pytest.mark.parametrize("after", [0.05, 0.2])
def test_a_batch_is_whole_or_not_there(tmp_path: Path, after: float) -> None:
    """Whenever the owner dies while it writes."""
    code = f"d = Dense(Deadly(2, after={after}), TEXTS, folder); d.wait(); import time; time.sleep(60)"
    assert elsewhere(code, tmp_path).returncode == -signal.SIGKILL
    asked = built(tmp_path, TEXTS)

    assert asked in [TEXTS[batch * BATCH :] for batch in (1, 2, 3)]
    assert built(tmp_path, TEXTS) == []


@pytest.mark.parametrize(
    ("following", "encoded"), [(TEXTS[10:40], TEXTS[30:40]), (TEXTS[:30], TEXTS[:10]), (TEXTS[10:30], [])]
)
def test_a_killed_change_is_made_good(tmp_path: Path, following: list[str], encoded: list[str]) -> None:
    """Whether the next goes on with it or goes back, it holds what it should, and what stayed is still there."""
    built(tmp_path, TEXTS[:30])
    assert elsewhere("Dense(Deadly(1), TEXTS[10:40], folder).wait()", tmp_path).returncode == -signal.SIGKILL

    assert built(tmp_path, following) == encoded
    assert built(tmp_path, following) == []


def test_a_closed_build_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """Closing waits for the batch in hand and no longer."""
    encoder = Held()
    dense = Dense(encoder, TEXTS, tmp_path)
    assert encoder.reached.wait(timeout=60)
    Timer(0.2, encoder.go.set).start()
    dense.close()

    assert encoder.asked == TEXTS[:BATCH]
    assert built(tmp_path, TEXTS) == TEXTS[BATCH:]


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    """It is named, with the setting that mends it."""
    (tmp_path / "file").write_text("")

    with pytest.raises(SetupError, match=r"file/index cannot be written.*PLAYBOOK_HOME"):
        Dense(Compass(), NAMES, tmp_path / "file" / "index")


def test_a_broken_index(tmp_path: Path) -> None:
    """It is named each time with what to do, and nobody is left owning it; without it, all is built anew."""
    (tmp_path / "chroma.sqlite3").write_bytes(b"this is no database " * 500)
    for _ in range(2):
        with pytest.raises(SetupError, match=r"cannot be opened: .*Delete that folder") as raised:
            Dense(Compass(), NAMES, tmp_path)
        assert str(tmp_path) in str(raised.value)
    (tmp_path / "chroma.sqlite3").unlink()
    assert built(tmp_path, TEXTS[:3]) == TEXTS[:3]


# A server


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


class Server:
    """A Chroma server of its own."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        program = Path(sys.executable).with_name("chroma")
        given = [str(program), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
        self._process = subprocess.Popen(given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(300):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.1)
        self.close()
        raise OSError(f"{given} does not listen")

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with closing(Server(tmp_path_factory.mktemp("server"))) as running:
        yield running


def test_two_libraries_on_one_server(server: Server) -> None:
    """Each name in the URL is a library of its own; what one drops, the other keeps."""
    one, two = f"{server.url}/one", f"{server.url}/two/"
    with closing(Dense(Compass(), ["east", "up"], url=one)) as first:
        first.wait()
        with closing(Dense(Compass(), ["north", "up"], url=two)) as second:
            second.wait()
            assert (first.place, second.place) == (one, two)
            assert same([(name_of("east"), 1), (name_of("up"), 0)], first.nearest(SPACE[0], 9))
            assert same([(name_of("north"), 1), (name_of("up"), 0)], second.nearest(SPACE[1], 9))
        with closing(Dense(Compass(), [], url=two)) as emptied:
            emptied.wait()
        assert same([(name_of("east"), 1), (name_of("up"), 0)], first.nearest(SPACE[0], 9))


def test_a_server_pays_the_difference_too(server: Server) -> None:
    """Without a name in the URL as with one; who comes with the same texts encodes nothing."""
    for url in (server.url, f"{server.url}/grows"):
        assert built(None, TEXTS[:20], url=url) == TEXTS[:20]
        assert built(None, TEXTS[:20], url=url) == []
        assert built(None, TEXTS[10:30], url=url) == TEXTS[20:30]


def test_a_server_keeps_the_vectors_of_each_encoder(server: Server) -> None:
    """Another machine may still use the other encoder."""
    asked = [len(built(None, TEXTS[:20], name, url=f"{server.url}/shared")) for name in ("first", "second", "first")]

    assert asked == [20, 20, 0]


def test_another_process_uses_the_same_library(server: Server, tmp_path: Path) -> None:
    """A server has no owner."""
    built(None, TEXTS[:20], url=f"{server.url}/both")
    other = elsewhere(f"print(built(None, TEXTS[:21], url={server.url + '/both'!r}))", tmp_path)

    assert other.stdout.strip() == str(TEXTS[20:21])


def test_a_killed_build_on_a_server_goes_on(server: Server, tmp_path: Path) -> None:
    """As in a folder."""
    url = f"{server.url}/killed"
    killed = elsewhere(f"Dense(Deadly(3), TEXTS, url={url!r}).wait()", tmp_path)
    encoder = Scattered()
    with closing(Dense(encoder, TEXTS, url=url)) as heir:
        heir.wait()

        assert killed.returncode == -signal.SIGKILL
        assert encoder.asked == TEXTS[2 * BATCH :]
        assert heir.nearest(vector_of("text 0"), 1)[0][0] == name_of("text 0")


def test_a_server_that_goes_away(tmp_path: Path) -> None:
    """Who asks is told, with its address; nothing falls back in silence."""
    with closing(Server(tmp_path)) as running, closing(Dense(Compass(), NAMES, url=running.url)) as dense:
        dense.wait()
        running.close()

        with pytest.raises(SetupError, match="does not answer") as raised:
            dense.nearest(SPACE[0], 1)
        assert running.url in str(raised.value)


def test_a_server_that_goes_away_in_the_middle(tmp_path: Path) -> None:
    """Who waits for the index is told; memory goes on answering."""
    encoder = Held()
    with closing(Server(tmp_path)) as running, closing(Dense(encoder, TEXTS[:9], url=running.url)) as dense:
        assert encoder.reached.wait(timeout=60)
        running.close()
        encoder.go.set()

        with pytest.raises(SetupError, match="cannot be built"):
            dense.wait()
        assert dense.place == "memory"
        assert dense.nearest(vector_of("text 3"), 1)[0][0] == name_of("text 3")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("somewhere", "http://host:port"),
        ("127.0.0.1:8000", "http://host:port"),
        ("ftp://127.0.0.1:8000", "http://host:port"),
        ("http://:8000", "http://host:port"),
        ("http://127.0.0.1:port", "http://host:port"),
        ("http://[127.0.0.1", "http://host:port"),
        ("http://127.0.0.1:8000/우리", "name the library in letters"),
        ("http://127.0.0.1:8000/_ours", "name the library in letters"),
        ("http://127.0.0.1:8000/our/own", "name the library in letters"),
        (f"http://127.0.0.1:8000/{'o' * 101}", "name the library in letters"),
        pytest.param(f"http://127.0.0.1:{free_port()}", "No Chroma server", id="nobody there"),
        pytest.param(f"http://127.0.0.1:{free_port()}/ours", "No Chroma server", id="nobody there, a name"),
    ],
)
def test_a_wrong_url(url: str, said: str) -> None:
    """It is named, with what is wrong with it; nothing falls back in silence."""
    with pytest.raises(SetupError, match=said) as raised:
        Dense(Compass(), NAMES, url=url)

    assert repr(url) in str(raised.value)
