"""Work on several processors: the same results in the same order, and errors that arrive."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

import pytest

from playbook.verbs.workers import ALONE, CHUNK, spread


def squares(numbers: Sequence[int]) -> list[tuple[int, int]]:
    return [(number * number, os.getpid()) for number in numbers]


@pytest.mark.parametrize("count", [0, 1, CHUNK, ALONE - 1, ALONE, ALONE + 1, ALONE + 3 * CHUNK + 7])
def test_order_and_number(count: int) -> None:
    """Every result once, in the order of the items, however many processes had a hand in it."""
    assert [square for square, _ in spread(squares, range(count))] == [n * n for n in range(count)]


@pytest.mark.parametrize(("count", "others"), [(ALONE, False), (ALONE + 8 * CHUNK, len(os.sched_getaffinity(0)) > 1)])
def test_other_processes_help_with_many(count: int, others: bool) -> None:
    """A few items stay here."""
    assert any(process != os.getpid() for _, process in spread(squares, range(count))) is others


def test_items_are_asked_for_as_they_are_needed() -> None:
    """A stream is not read to its end before the first result."""
    asked: list[int] = []

    def stream() -> Iterator[int]:
        for number in range(ALONE + 40 * CHUNK):
            asked.append(number)
            yield number

    results = spread(squares, stream())
    for _ in range(ALONE + 1):
        next(results)

    assert len(asked) < ALONE + 20 * CHUNK
    results.close()  # type: ignore[attr-defined]  # a generator


def test_an_error_arrives() -> None:
    """What goes wrong in another process is raised here."""

    def refuse(numbers: Sequence[int]) -> list[int]:
        if numbers[-1] > ALONE + CHUNK:
            raise ValueError("no such number")
        return list(numbers)

    with pytest.raises(ValueError, match="no such number"):
        list(spread(refuse, range(ALONE + 5 * CHUNK)))
