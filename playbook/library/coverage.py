"""Does the library hold together: every fact rendered, sources, situations, citations; and what is past or at odds?"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from playbook.errors import KnowledgeError
from playbook.language.detect import detect
from playbook.library.cards import Card


class Facts(NamedTuple):
    """Ids of the items that the cards have to render."""

    guiding: frozenset[str]
    """Each stands in a passage that is offered as guidance."""
    background: frozenset[str]
    """Each stands in some passage."""


def read_facts(path: Path) -> Facts:
    """Read the list of items.

    Raises:
        KnowledgeError: the file is missing or has another form.
    """
    import yaml

    try:
        held = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Facts(*(frozenset(str(i) for ids in held[name].values() for i in ids) for name in Facts._fields))
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise KnowledgeError(f"{path}: no list of facts: {error!r}.") from error


def problems(cards: Sequence[Card], cited: Iterable[tuple[str, str]], facts: Facts) -> list[str]:
    """What is wrong, a line each.

    Args:
        cards: all cards.
        cited: who cites (a rule, a move, a check) and the passage id.
        facts: what our cards have to render.
    """
    passages = {passage.id: passage for card in cards for passage in card.passages}
    found = [f"{who} cites {cite!r}, which no card has" for who, cite in cited if cite not in passages]
    found += _unrendered(cards, facts)
    heard: dict[str, str] = {}
    for passage in passages.values():
        if not passage.source.ko.strip() or not passage.source.en.strip():
            found.append(f"{passage.id}: no source")
        langs = {detect(situation) for situation in passage.situations}
        if langs != {"ko", "en"} and not passage.reference and not passage.company:
            found.append(f"{passage.id}: situations in one language only")
        for situation in passage.situations:
            if (other := heard.setdefault(situation.strip().lower(), passage.id)) != passage.id:
                found.append(f"{passage.id}: the situation {situation!r} stands in {other} too")
    return found


def expired(cards: Sequence[Card], today: datetime.date) -> list[str]:
    """Guidance past its last day, a line each; it is not offered any more."""
    return [
        f"{card.kind}:{card.id}: its last day was {card.expires}; renew it or `playbook knowledge remove {card.id}`"
        for card in cards
        if card.expires is not None and card.expires < today
    ]


def _unrendered(cards: Sequence[Card], facts: Facts) -> list[str]:
    offered: set[str] = set()
    shown: set[str] = set()
    for card in cards:
        for passage in card.passages:
            if not passage.company:
                (shown if passage.reference else offered).update(passage.facts)
    shown |= offered
    return [
        *(f"{fact}: no passage of guidance renders it" for fact in sorted(facts.guiding - offered)),
        *(f"{fact}: no passage renders it" for fact in sorted(facts.background - shown)),
        *(f"{fact}: a passage names it, but knowledge/facts.yaml does not" for fact in
          sorted(shown - facts.guiding - facts.background)),
    ]  # fmt: skip
