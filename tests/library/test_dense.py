"""The dense arm: the nearest texts, in memory and in a collection of an index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.desk import Desk
from playbook.library.dense import BATCH, Collection, Dense, Exact, Nearest, name_of

from .indexed import (
    NAMES,
    SPACE,
    TEXTS,
    Compass,
    Scattered,
    quiet,
    same,
    vector_of,
)

NEAREST = [
    ([1, 0, 0], 1, [("east", 1.0)]),
    ([0, 1, 0], 2, [("north", 1.0), ("north-east", 0.6)]),
    ([1, 0, 0], 9, [("east", 1.0), ("north-east", 0.8), ("north", 0.0), ("up", 0.0)]),
    ([0, 0, -1], 4, [("east", 0.0), ("north", 0.0), ("north-east", 0.0), ("up", -1.0)]),
    ([0.6, -0.8, 0], 4, [("east", 0.6), ("up", 0.0), ("north-east", 0.0), ("north", -0.8)]),
]


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
