"""The same work on many items, several at once, results in order.

Work that computes is spread over processors, for files of hundreds of thousands of messages; work that waits for an
answer from outside goes on in threads.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from itertools import chain, islice
from typing import Any, TypeVar

A = TypeVar("A")
B = TypeVar("B")

CHUNK = 1024
ALONE = 4 * CHUNK
"""Up to so many items no other process is started: it would take longer to start than to finish."""


def spread(work: Callable[[Sequence[A]], list[B]], items: Iterable[A]) -> Iterator[B]:
    """``work`` on chunks of ``items``, results in the order of the items; memory stays bounded.

    Processes are forked, so that they share what is loaded; call with everything loaded and no thread running.
    """
    waiting = iter(items)
    first = list(islice(waiting, ALONE))
    for start in range(0, len(first), CHUNK):
        yield from work(first[start : start + CHUNK])
    following = list(islice(waiting, CHUNK))
    processors = os.process_cpu_count() if hasattr(os, "process_cpu_count") else len(os.sched_getaffinity(0))
    if not following:
        return
    chunks = chain([following], iter(lambda: list(islice(waiting, CHUNK)), []))
    if processors < 2:
        for chunk in chunks:
            yield from work(chunk)
        return
    _shared["work"] = work
    gc.freeze()  # what is loaded is never garbage, and looking for it would copy its pages into every process
    with ProcessPoolExecutor(processors, multiprocessing.get_context("fork"), gc.disable) as pool:
        running: deque[Future[list[B]]] = deque()
        for chunk in chunks:
            running.append(pool.submit(_run, chunk))
            if len(running) > 2 * processors:
                yield from running.popleft().result()
        while running:
            yield from running.popleft().result()


def abreast(pool: ThreadPoolExecutor, work: Callable[[A], B], items: Iterable[A], ahead: int) -> Iterator[B]:
    """``work`` on each of ``items`` in the threads of ``pool``, results in the order of the items.

    Args:
        pool: whoever made it shuts it down; what it has not begun by then is dropped.
        work: waits for something outside; what it raises is raised here.
        items: read as they are needed.
        ahead: how many of them may be under way or wait to be taken.
    """
    running: deque[Future[B]] = deque()
    for item in items:
        running.append(pool.submit(work, item))
        while running and (len(running) >= ahead or running[0].done()):
            yield running.popleft().result()
    while running:
        yield running.popleft().result()


_shared: dict[str, Callable[[Sequence[Any]], list[Any]]] = {}
"""What forked processes run; set before they are made, since a closure cannot be sent to them."""


def _run(chunk: Sequence[Any]) -> list[Any]:
    return _shared["work"](chunk)
