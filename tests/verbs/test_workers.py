"""Work on several processors: the same results in the same order, and errors that arrive."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.verbs.workers import ALONE, CHUNK, abreast, spread


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


@settings(deadline=None, max_examples=50)
@given(count=st.integers(0, 40), threads=st.integers(1, 6), ahead=st.integers(1, 12))
def test_threads_keep_the_order(count: int, threads: int, ahead: int) -> None:
    """Every result once, in the order of the items, whatever is under way at once."""
    with ThreadPoolExecutor(threads) as pool:
        assert list(abreast(pool, lambda n: n * n, range(count), ahead)) == [n * n for n in range(count)]


def test_threads_work_at_once_and_not_too_far_ahead() -> None:
    """Three wait for each other; of a stream no more is read than may be under way."""
    met = threading.Barrier(3, timeout=30)
    asked: list[int] = []

    def stream() -> Iterator[int]:
        for number in range(90):
            asked.append(number)
            yield number

    def meet(number: int) -> int:
        met.wait()
        return number

    with ThreadPoolExecutor(3) as pool:
        results = abreast(pool, meet, stream(), 6)
        assert next(results) == 0
        assert len(asked) <= 6
        assert list(results) == list(range(1, 90))


def test_an_error_in_a_thread_arrives_in_its_turn() -> None:
    """What was done before it comes first."""

    def refuse(number: int) -> int:
        if number == 5:
            raise ValueError("no such number")
        return number

    with ThreadPoolExecutor(3) as pool:
        results = abreast(pool, refuse, range(9), 4)
        assert [next(results) for _ in range(5)] == [0, 1, 2, 3, 4]
        with pytest.raises(ValueError, match="no such number"):
            next(results)
