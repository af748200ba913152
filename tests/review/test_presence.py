"""Who has a case open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from playbook.review.store import Store
from playbook.review.store.presence import LASTS

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


@pytest.fixture
def store(database_url: str) -> Store:
    return Store(database_url)


def people(store: Store, now: datetime = NOW, *cases: str) -> dict[str, list[tuple[str, bool]]]:
    found = store.present(cases or ("c-1", "c-2"), now)
    return {case: [(each.person, each.editing) for each in here] for case, here in found.items()}


def test_who_looks_and_who_edits(store: Store) -> None:
    """Whoever edits comes first; a case that nobody has open is not named."""
    store.looking("c-1", "김하나", False, NOW)
    store.looking("c-1", "박두리", True, NOW)

    assert people(store) == {"c-1": [("박두리", True), ("김하나", False)]}
    assert people(store, NOW, "c-2") == {}
    assert store.present((), NOW) == {}


def test_said_again_it_is_still_one_person(store: Store) -> None:
    """The latest word counts."""
    store.looking("c-1", "김하나", True, NOW)
    store.looking("c-1", "김하나", False, NOW + timedelta(seconds=10))

    assert people(store, NOW + timedelta(seconds=10)) == {"c-1": [("김하나", False)]}


@pytest.mark.parametrize(("over", "there"), [(-45, True), (0, True), (1, False)])
def test_presence_runs_out(store: Store, over: int, there: bool) -> None:
    """After 45 seconds without a word somebody counts as gone."""
    store.looking("c-1", "김하나", False, NOW)

    assert bool(people(store, NOW + LASTS + timedelta(seconds=over))) is there


def test_gone_is_gone_at_once(store: Store) -> None:
    """Whoever puts a case aside is not shown, and the others are."""
    store.looking("c-1", "김하나", False, NOW)
    store.looking("c-1", "박두리", False, NOW)
    store.gone("c-1", "김하나")
    store.gone("c-2", "아무도")

    assert people(store) == {"c-1": [("박두리", False)]}


def test_the_log_says_nothing_of_it(store: Store) -> None:
    """Presence proves nothing, and what has run out is swept away."""
    store.looking("c-1", "김하나", False, NOW)
    store.looking("c-2", "박두리", False, NOW + 2 * LASTS)

    assert not list(store.entries())
    assert store.faults() == []
    assert people(store, NOW) == {"c-2": [("박두리", False)]}


def test_one_person_in_two_windows_at_once(store: Store) -> None:
    """Two windows that open a case at the same moment do not fail."""
    failed: list[Exception] = []

    def look() -> None:
        try:
            for _ in range(10):
                store.looking("c-1", "김하나", False, NOW)
                store.gone("c-1", "김하나")
        except Exception as error:  # the thread would swallow it
            failed.append(error)

    threads = [Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
