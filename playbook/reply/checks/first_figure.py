"""Does a first figure say what it covers?"""

from __future__ import annotations

from collections.abc import Iterator

from playbook.records import Bilingual, Finding
from playbook.reply.checks.proof import Proof
from playbook.reply.facts import GROWING, limited, unlimited


def first_figure(proof: Proof) -> Iterator[Finding]:
    """A note where a count of people, records, units or hours stands as if it were final; it tends to grow.

    A later and larger one reads as if the first had hidden it.
    """
    if not GROWING.search(proof.folded):
        return
    for sentence in proof.sentences:
        start, end = proof.normal.span(*sentence)
        figure = unlimited(proof.text[start:end])
        if figure is not None:
            yield proof.finding(
                "first_figure",
                "note",
                Bilingual(
                    ko=f"처음 밝힌 숫자는 늘어나기 쉽습니다: {figure.text}",
                    en=f"A first figure tends to grow: {figure.text}",
                ),
                (start + figure.start, start + figure.end),
                Bilingual(ko=limited(figure, "ko"), en=limited(figure, "en")),
            )
