"""Length, parts and findings of a draft as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from playbook import Desk
from playbook.records import Draft, Finding, FindingLevel, Lang
from playbook.reply.export import share_preview
from playbook.review import names
from playbook.review.overrulings import words_of
from playbook.screens import words as w
from playbook.screens.case_words import ASIDE, ASIDE_BECAUSE, ASIDE_NAME
from playbook.screens.issue_words import NOW_SAYS, OFFER, OFFERED, SAID_BEFORE
from playbook.screens.prose import details, esc, lines


def meter(draft: Draft, lang: Lang) -> str:
    """How much of the channel's limit the text takes; of a thread, its longest post counts."""
    unit = names.UNITS[draft.unit].of(lang)
    if draft.limit is None:
        return f'<p class="pb-meter"><span>{draft.length:,} {esc(unit)} · {esc(w.NO_LIMIT.of(lang))}</span></p>'
    over = draft.length - draft.limit
    share = min(100, round(100 * draft.length / draft.limit))
    late = f" <strong>{esc(w.OVER.of(lang).format(n=f'{over:,}'))}</strong>" if over > 0 else ""
    posts = f"{esc(w.POSTS.of(lang).format(n=len(draft.parts)))} " if len(draft.parts) > 1 else ""
    name = "pb-bar pb-over" if over > 0 else "pb-bar"
    bar = f'<span class="{name}" aria-hidden="true"><i style="width:{share}%"></i></span>'
    return f'<p class="pb-meter"><span>{posts}{draft.length:,} / {draft.limit:,} {esc(unit)}{late}</span>{bar}</p>'


def wording(draft: Draft, lang: Lang) -> str:
    """Whose wording it is, what it took and why; nothing where no language model was asked."""
    usage = draft.usage
    if usage is None:
        return ""
    told = [w.WORDED[draft.worded].of(lang), usage.model, w.SECONDS.of(lang).format(n=f"{usage.seconds:.1f}")]
    if usage.tokens_in is not None and usage.tokens_out is not None:
        told.append(w.TOKENS.of(lang).format(n_in=f"{usage.tokens_in:,}", n_out=f"{usage.tokens_out:,}"))
    if usage.cost is not None:
        told.append(f"US$ {usage.cost:g}")
    return f'<p class="pb-hint pb-wording">{esc(" · ".join((*told, *draft.notes)))}</p>'


def offered(fitting: Mapping[str, tuple[str, Sequence[str]]], lang: Lang) -> str:
    """A button for each fact that fits a slot; nothing where none does.

    Args:
        fitting: by the element of a slot's box, what the slot asks and the facts that fit.
        lang: language of the page.
    """
    rows = []
    for box, (ask, texts) in fitting.items():
        buttons = "".join(
            f'<button type="button" data-fills="{esc(box)}" data-value="{esc(text)}" '
            f'aria-label="{esc(OFFER.of(lang).format(ask=ask, fact=text))}">{esc(text)}</button>'
            for text in dict.fromkeys(texts)
        )
        if buttons:
            rows.append(f"<li><span>{esc(ask)}</span> {buttons}</li>")
    title = f'<p class="pb-hint">{esc(OFFERED.of(lang))}</p>'
    return f'{title}<ul class="pb-offers">{"".join(rows)}</ul>' if rows else ""


def statement(text: str, lang: Lang) -> str:
    """The statement beside a reply, and how a link to it will look."""
    preview = share_preview(text)
    doubts = "".join(_row(f.level, f"{esc(f.message)}<br>{esc(f.suggest)}", lang) for f in preview.findings)
    shared = f"<p><b>{esc(preview.title)}</b><br>{esc(preview.description)}</p>"
    hint = f'<p class="pb-hint">{esc(w.PREVIEW.of(lang))}</p>'
    return details(w.STATEMENT.of(lang), f'<p>{lines(text)}</p>{hint}{shared}<ul class="pb-findings">{doubts}</ul>')


def parts(draft: Draft, lang: Lang) -> str:
    """The posts of a thread in order; nothing where one post is enough."""
    if len(draft.parts) < 2:
        return ""
    posts = "".join(f"<li>{lines(part)}</li>" for part in draft.parts)
    return details(f"{w.THREAD.of(lang)} {len(draft.parts)}", f'<ol class="pb-thread">{posts}</ol>')


def findings(found: Sequence[Finding], draft: Draft, lang: Lang, *, asides: bool = False) -> str:
    """What the checks say, gravest first; slots that stand are one line together.

    Args:
        found: the findings.
        draft: what they are about.
        lang: language of the interface.
        asides: offer to set aside what is no error.
    """
    rows = []
    if draft.slots:
        asks = ", ".join(slot.ask for slot in draft.slots)
        rows.append(_row("error", esc(w.SLOTS_LEFT.of(lang).format(n=len(draft.slots), asks=asks)), lang))
    order = {"error": 0, "warning": 1, "note": 2}
    for finding in sorted(found, key=lambda each: (bool(each.overruled), order[each.level])):
        if finding.check == "unfilled_slot":
            continue
        where = ""
        if finding.start is not None and finding.end is not None:
            quoted = words_of(finding, draft).strip()
            where = f" <q>{esc(quoted)}</q>" if quoted and quoted not in finding.message else ""
        mend = f'<br><span class="pb-mend">{esc(finding.suggest)}</span>' if finding.suggest else ""
        beside = _beside(finding, draft, lang) if finding.beside else where
        inner = f"{esc(finding.message)}{beside}"
        if finding.overruled:
            why = esc(ASIDE_BECAUSE.of(lang).format(reason=finding.overruled))
            inner, mend = f'<s>{inner}</s><br><span class="pb-why">{why}</span>', ""
        offer = _aside(finding, draft, lang) if asides and finding.level != "error" and not finding.overruled else ""
        rows.append(_row(finding.level, f"{inner}{mend}{offer}", lang))
    title = f'<h4 class="pb-name">{esc(w.CHECKS.of(lang))} <span class="pb-num">{len(rows)}</span></h4>'
    inner = f'<ul class="pb-findings">{"".join(rows)}</ul>' if rows else f"<p>✓ {esc(w.CHECKS_CLEAR.of(lang))}</p>"
    return f'<div class="pb-checks">{title}{inner}</div>'


def _aside(finding: Finding, draft: Draft, lang: Lang) -> str:
    name = esc(ASIDE_NAME.of(lang).format(message=finding.message))
    return (
        f'<br><button type="button" class="pb-aside" data-aside="{esc(finding.check)}" '
        f'data-words="{esc(words_of(finding, draft))}" data-said="{esc(finding.message)}" aria-label="{name}">'
        f"{esc(ASIDE.of(lang))}</button>"
    )


def _beside(finding: Finding, draft: Draft, lang: Lang) -> str:
    """The sentence and the one that it goes against, side by side."""
    pair = ((NOW_SAYS, draft.text[finding.start : finding.end]), (SAID_BEFORE, finding.beside))
    cells = "".join(f"<div><b>{esc(title.of(lang))}</b><br>{lines(said.strip())}</div>" for title, said in pair)
    return f'<div class="pb-beside">{cells}</div>'


def _row(level: FindingLevel, inner: str, lang: Lang) -> str:
    shape, word = names.FINDINGS[level]
    name = f'<b class="pb-f-{level}"><span aria-hidden="true">{shape}</span> {esc(word.of(lang))}</b>'
    return f"<li>{name} <span>{inner}</span></li>"


def grounds(desk: Desk, draft: Draft, lang: Lang) -> str:
    """Each sentence with the passages that it stands on."""
    headings = {each.id: each.heading.of(lang) for each in desk.library.passages}
    rows = []
    for sentence in draft.sentences:
        cited = ", ".join(headings[cite] for cite in sentence.cites if cite in headings)
        rows.append(f"<li>{esc(sentence.text)}" + (f'<br><span class="pb-mend">↳ {esc(cited)}</span>' if cited else ""))
    return details(w.GROUNDS.of(lang), f'<ol class="pb-grounds">{"".join(rows)}</ol>') if rows else ""
