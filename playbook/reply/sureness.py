"""How sure it is that a message is about a thing that it names."""

from __future__ import annotations

from collections.abc import Iterable

MENTIONED, NAMED, BOUGHT = range(3)
"""In passing or as a part of a longer name; by itself; as what was bought or used."""

Found = tuple[str, int, int]
"""A thing, how sure it is, and where it stands."""


def surest(found: Iterable[Found], beginning: int) -> tuple[str, int]:
    """The thing that was bought or used, or the only one where the message begins with it; and where it stands."""
    best: dict[str, tuple[int, int]] = {}
    for thing, sure, at in found:
        best[thing] = max(best.get(thing, (MENTIONED, -at)), (sure, -at))
    bought = [thing for thing, (sure, _) in best.items() if sure == BOUGHT]
    if len(bought) == 1:
        return bought[0], -best[bought[0]][1]
    thing, (sure, minus_at) = next(iter(best.items()), ("", (MENTIONED, 0)))
    return (thing, -minus_at) if len(best) == 1 and sure >= NAMED and -minus_at < beginning else ("", 0)
