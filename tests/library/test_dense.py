"""The dense arm: vectors by name, in a folder that one process owns."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from playbook.errors import SetupError
from playbook.library.dense import Dense
from playbook.library.encoder import Vectors

NAMES = ["east", "north", "up", "north-east"]
SPACE: Vectors = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.8, 0.6, 0]], dtype=np.float32)


@pytest.fixture(scope="module")
def dense() -> Iterator[Dense]:
    """Four directions, in memory."""
    with closing(Dense("directions")) as held:
        held.fill(NAMES, SPACE)
        yield held


def elsewhere(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run ``code`` in a process of its own, with ``folder`` and four directions at hand."""
    start = f"""
import os, signal
from pathlib import Path
import numpy as np
from playbook.library.dense import Dense
folder, names, space = Path({str(folder)!r}), {NAMES!r}, np.array({SPACE.tolist()!r}, dtype=np.float32)
"""
    return subprocess.run([sys.executable, "-c", start + code], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("vector", "k", "expected"),
    [
        ([1, 0, 0], 1, [("east", 1.0)]),
        ([0, 1, 0], 2, [("north", 1.0), ("north-east", 0.6)]),
        ([1, 0, 0], 9, [("east", 1.0), ("north-east", 0.8), ("north", 0.0), ("up", 0.0)]),
        ([0, 0, -1], 4, [("east", 0.0), ("north", 0.0), ("north-east", 0.0), ("up", -1.0)]),
        ([0, 0, 0], 4, []),
    ],
)
def test_nearest(dense: Dense, vector: list[float], k: int, expected: list[tuple[str, float]]) -> None:
    """By cosine, best first, no more than there are; nothing is near to nothing."""
    found = dense.nearest(np.array(vector, dtype=np.float32), k)

    assert [cosine for _, cosine in expected] == pytest.approx([cosine for _, cosine in found], abs=1e-4)
    assert dict(expected) == pytest.approx(dict(found), abs=1e-4)


def test_an_index_that_holds_nothing() -> None:
    """It has no size and no answer."""
    with closing(Dense("nothing")) as empty:
        assert len(empty) == 0
        assert empty.nearest(SPACE[0], 3) == []


def test_one_owner(tmp_path: Path) -> None:
    """The second to open a folder keeps its vectors in memory, says so, and answers all the same."""
    with closing(Dense("a", tmp_path)) as first, closing(Dense("a", tmp_path)) as second:
        first.fill(NAMES, SPACE)

        assert first.place == str(tmp_path)
        assert second.place == "memory"
        assert (tmp_path / "owner.lock").read_text() == f"process {os.getpid()}\n"
        second.fill(NAMES, SPACE)
        assert second.nearest(SPACE[0], 1) == first.nearest(SPACE[0], 1)


def test_another_process_falls_back_too(tmp_path: Path) -> None:
    """It works in memory beside the owner, and leaves the owner's folder and name alone."""
    with closing(Dense("a", tmp_path)) as owner:
        owner.fill(NAMES, SPACE)
        other = elsewhere(
            "d = Dense('b', folder)\n"
            "d.fill(names[:1], space[:1])\n"
            "print(d.place, len(d), d.nearest(space[0], 1)[0][0])",
            tmp_path,
        )

        assert other.stdout.split() == ["memory", "1", "east"]
        assert len(owner) == 4
        assert (tmp_path / "owner.lock").read_text() == f"process {os.getpid()}\n"


def test_a_folder_given_back(tmp_path: Path) -> None:
    """After closing, the next to open it owns it and finds the vectors there."""
    with closing(Dense("a", tmp_path)) as first:
        first.fill(NAMES, SPACE)
    first.close()
    with closing(Dense("a", tmp_path)) as second:
        assert second.place == str(tmp_path)
        assert len(second) == 4
        assert second.nearest(SPACE[2], 1)[0][0] == "up"


@pytest.mark.parametrize(("before", "found"), [(4, 4), (2, 2)])
def test_the_owner_is_killed(tmp_path: Path, before: int, found: int) -> None:
    """Its lock goes with it; what it wrote is there, and a half-filled index is filled up."""
    killed = elsewhere(
        f"d = Dense('a', folder); d.fill(names[:{before}], space[:{before}]); print(d.place, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)",
        tmp_path,
    )
    assert (killed.returncode, killed.stdout.strip()) == (-9, str(tmp_path))
    with closing(Dense("a", tmp_path)) as heir:
        assert heir.place == str(tmp_path)
        assert len(heir) == found
        heir.fill(NAMES, SPACE)
        assert len(heir) == 4
        assert [name for name, _ in heir.nearest(SPACE[3], 2)] == ["north-east", "east"]


def test_other_content_replaces_the_old(tmp_path: Path) -> None:
    """A new fingerprint starts empty; once filled, what the old one held is gone from the folder."""
    with closing(Dense("old", tmp_path)) as old:
        old.fill(NAMES, SPACE)
    with closing(Dense("new", tmp_path)) as new:
        assert len(new) == 0
        new.fill(["east"], SPACE[1:2])
        assert new.nearest(SPACE[1], 4)[0][0] == "east"
    with closing(Dense("old", tmp_path)) as back:
        assert len(back) == 0


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    """It is named, with the setting that mends it."""
    (tmp_path / "file").write_text("")

    with pytest.raises(SetupError, match=r"file/index cannot be written.*PLAYBOOK_HOME"):
        Dense("a", tmp_path / "file" / "index")


@pytest.mark.parametrize(
    ("url", "said"), [("somewhere", "http://host:port"), ("http://127.0.0.1:9", "No Chroma server")]
)
def test_a_server_that_is_not_there(url: str, said: str) -> None:
    """The address is named; nothing falls back in silence."""
    with pytest.raises(SetupError, match=said) as raised:
        Dense("a", url=url)

    assert repr(url) in str(raised.value)
