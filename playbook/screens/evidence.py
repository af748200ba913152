"""Citations, search results and whole cards."""

from __future__ import annotations

from collections.abc import Iterable

from playbook import Desk
from playbook.library.cards import Card, Passage
from playbook.records import Bilingual, Case, Certainty, Citation, Hit, Lang, PassageKind
from playbook.review import names
from playbook.screens import words as w
from playbook.screens.prose import bullets, details, esc, passage


def evidence(desk: Desk, case: Case, lang: Lang) -> str:
    """What a decision rests on; says so where the library has a gap."""
    gap = f'<p class="pb-unsure" role="note">? {esc(w.GAP.of(lang))}</p>' if case.gap else ""
    items = "".join(_cited(desk, citation, lang) for citation in case.citations)
    empty = "" if items or case.gap else f'<p class="pb-empty">{esc(w.EVIDENCE_EMPTY.of(lang))}</p>'
    return f'<section class="pb-card"><h3 class="pb-name">{esc(w.EVIDENCE.of(lang))}</h3>{gap}{items}{empty}</section>'


def hits(desk: Desk, found: Iterable[Hit], lang: Lang) -> str:
    """Results of a search, best first."""
    items = "".join(
        f'<article class="pb-card pb-cite">{_meta(hit.kind, hit.certainty, _date(desk, hit.id), lang)}'
        f"<h4>{esc(hit.title)}</h4><blockquote>{esc(hit.quote)}</blockquote>"
        f'<p class="pb-source">{esc(hit.source)}</p>{_whole(desk, hit.id, lang)}</article>'
        for hit in found
    )
    return items or f'<p class="pb-empty">{esc(w.SEARCH_NONE.of(lang))}</p>'


def shelf(cards: Iterable[Card], lang: Lang) -> str:
    """All cards by kind, each opening where it stands."""
    rows: dict[str, list[str]] = {}
    for card in cards:
        name = w.BACKGROUND.of(lang) if card.reference else names.PASSAGES[card.kind].of(lang)
        meta = _meta(card.kind, card.certainty, card.date, lang)
        rows.setdefault(name, []).append(details(card.title.of(lang), meta + whole(card, None, lang), "pb-shelf"))
    return "".join(
        f'<h4 class="pb-name">{esc(name)} <span class="pb-num">{len(items)}</span></h4>{"".join(items)}'
        for name, items in rows.items()
    )


def whole(card: Card, first: Passage | None, lang: Lang) -> str:
    """A card to read: the passage that was asked for on top, the rest behind it, source and date at the end."""
    shown = [first] if first else list(card.passages)
    rest = [each for each in card.passages if first and each.id != first.id]
    out = "".join(_passage(each, lang) for each in shown)
    for name, kind, advice in ((w.BORROW, "pb-borrow", card.borrow), (w.AVOID, "pb-avoid", card.avoid)):
        if advice:
            out += f"<h5>{esc(name.of(lang))}</h5>{bullets(advice.of(lang), kind)}"
    if rest:
        out += details(w.MORE.of(lang), "".join(_passage(each, lang) for each in rest))
    return out + (
        f'<p class="pb-source">{esc(w.SOURCE.of(lang))}: {esc(card.source.of(lang))}'
        f"<br>{esc(w.DATE.of(lang))}: {esc(card.date)} · {esc(names.CERTAINTY[card.certainty].of(lang))}</p>"
    )


def _cited(desk: Desk, citation: Citation, lang: Lang) -> str:
    return (
        f'<article class="pb-cite">{_meta(citation.kind, citation.certainty, "", lang)}'
        f"<h4>{esc(citation.title)}</h4><blockquote>{esc(citation.quote)}</blockquote>"
        f'<p class="pb-why"><b>{esc(w.WHY.of(lang))}</b> {esc(citation.why)}</p>'
        f"{_whole(desk, citation.id, lang)}</article>"
    )


def _whole(desk: Desk, passage_id: str, lang: Lang) -> str:
    found = _known(desk, passage_id)
    if found is None:
        return ""
    return details(w.WHOLE.of(lang), whole(desk.library.cards[found.card], found, lang))


def _date(desk: Desk, passage_id: str) -> str:
    found = _known(desk, passage_id)
    return found.date if found else ""


def _known(desk: Desk, passage_id: str) -> Passage | None:
    """The passage, unless its card has left the library since the case was written."""
    return next((each for each in desk.library.passages if each.id == passage_id), None)


def _meta(kind: PassageKind, certainty: Certainty, date: str, lang: Lang) -> str:
    sure: Bilingual = names.CERTAINTY[certainty]
    pieces = [f'<b class="pb-kind">{esc(names.PASSAGES[kind].of(lang))}</b>']
    pieces += [f"<span>{esc(date)}</span>"] if date else []
    pieces.append(f'<span class="pb-sure pb-{certainty}">{esc(sure.of(lang))}</span>')
    return f'<p class="pb-meta">{" ".join(pieces)}</p>'


def _passage(each: Passage, lang: Lang) -> str:
    law = ""
    if each.law:
        said = w.LAW.of(lang).format(month=each.law.as_of, who=each.law.approver.of(lang))
        law = f'<p class="pb-source">{esc(said)}</p>'
    return f"<h5>{esc(each.heading.of(lang))}</h5>{passage(each.text.of(lang))}{law}"
