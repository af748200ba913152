"""Does the library hold together: sources, certainty, situations, citations?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from playbook.language.detect import detect
from playbook.library.cards import Card


def problems(cards: Sequence[Card], cited: Iterable[tuple[str, str]]) -> list[str]:
    """What is wrong, a line each.

    Args:
        cards: all cards.
        cited: who cites (a rule, a move) and the passage id.
    """
    passages = {passage.id: passage for card in cards for passage in card.passages}
    found = [f"{who} cites {cite!r}, which no card has" for who, cite in cited if cite not in passages]
    heard: dict[str, str] = {}
    for passage in passages.values():
        langs = {detect(situation) for situation in passage.situations}
        if langs != {"ko", "en"} and not passage.reference:
            found.append(f"{passage.id}: situations in one language only")
        for situation in passage.situations:
            if (other := heard.setdefault(situation.strip().lower(), passage.id)) != passage.id:
                found.append(f"{passage.id}: the situation {situation!r} stands in {other} too")
    return found
