"""The dense arm in a folder that one process owns: built behind the answers, mended after any end."""

from __future__ import annotations

import os
import signal
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer

import chromadb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.errors import SetupError
from playbook.library.dense import BATCH, Dense, name_of

from .indexed import (
    NAMES,
    SPACE,
    TEXTS,
    Compass,
    Held,
    Scattered,
    built,
    elsewhere,
    found_in,
    quiet,
    same,
    vector_of,
)


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
