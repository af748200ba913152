"""Evidence for a decision: the guideline and the precedent, quoted word for word, and why each fits."""

from __future__ import annotations

from playbook.library.search import Library, Only
from playbook.records import Bilingual, Citation, Hit, Lang, PassageKind, Triage

GUIDELINES, CASES = 2, 2
"""How many of each are shown beside what the rules themselves cite."""
CITED = 0.27
"""Least score, labels counted in, of a passage that no rule cites."""
RULED = 3
"""How many passages that the rules cite are shown, those of the stance first."""

_SIMILAR = Bilingual(ko="비슷한 상황을 다룹니다: “{}”", en="It speaks to a similar situation: “{}”")


def citations(text: str, triage: Triage, library: Library, lang: Lang) -> tuple[tuple[Citation, ...], bool]:
    """Passages for a decision, and whether the library has a gap here.

    Args:
        text: the message with personal data masked.
        triage: what was decided; the passages that its rules cite come first.
        library: where to look.
        lang: language of titles, quotes and reasons.
    """
    if triage.kind == "spam":
        return _ruled(text, triage, library, lang), False
    ruled = _ruled(text, triage, library, lang)
    known = {citation.id for citation in ruled}
    scores = library.scores(text)
    found: list[Citation] = []
    wanted: tuple[tuple[PassageKind, int], ...] = (("guideline", GUIDELINES), ("case", CASES), ("reply", 1))
    for kind, most in wanted:
        # what was once said to somebody holds for the same matter in the same stance, and for no other
        only = Only((kind,), topic=triage.topic, stance=triage.stance) if kind == "reply" else Only((kind,))
        hits = library.search(
            text, k=most + len(known), only=only, stance=triage.stance, kind=triage.kind, topic=triage.topic,
            lang=lang, per_card=1, scores=scores,
        )  # fmt: skip
        fitting = [hit for hit in hits if hit.id not in known and hit.score >= CITED]
        found += [_cited(hit, text, library, lang) for hit in fitting[:most]]
    return (*ruled, *found), not library.serves(scores, triage.stance, triage.kind, triage.topic)


def _ruled(text: str, triage: Triage, library: Library, lang: Lang) -> tuple[Citation, ...]:
    because: dict[str, str] = {}
    stance_first = sorted(triage.reasons, key=lambda reason: not reason.rule.startswith("stance."))
    for reason in stance_first:
        for passage_id in reason.cites:
            because.setdefault(passage_id, reason.because)
    return tuple(
        _as_citation(library.hit(passage_id, text, lang, about=why), why)
        for passage_id, why in list(because.items())[:RULED]
    )


def _cited(hit: Hit, text: str, library: Library, lang: Lang) -> Citation:
    """The sentence quoted is the one that speaks to the situation, not the one that shares words with the anger."""
    passage = library.passage(hit.id)
    situation = library.situation(passage, text, lang)
    quoted = hit.model_copy(update={"quote": library.quote(passage, situation, lang)})
    return _as_citation(quoted, _SIMILAR.of(lang).format(situation))


def _as_citation(hit: Hit, why: str) -> Citation:
    return Citation(**hit.model_dump(), why=why)
