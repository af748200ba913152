"""The archive as HTML: what was found, one conversation without personal data, what people keep changing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from playbook import Desk
from playbook.language.privacy import mask
from playbook.records import Case, Channel, Lang
from playbook.review import names
from playbook.review.changes import Changes, Idea
from playbook.review.retention import Due
from playbook.review.searchable import Found, shown_author
from playbook.screens import archive_words as w
from playbook.screens.issue import moment
from playbook.screens.issue_rows import PATHS
from playbook.screens.judgement import badge, labels
from playbook.screens.prose import esc, lines
from playbook.screens.record import versions

_MARK = re.compile(r"<([A-Z_]+)>")


def hidden(text: str, lang: Lang) -> str:
    """A masked text in which what is hidden has its name in the language of the page, not escaped."""
    known = {str(kind): name.of(lang) for kind, name in names.PERSONAL.items()}
    return _MARK.sub(lambda mark: f"[{known[mark[1]]}]" if mark[1] in known else mark[0], text)


def listed(found: Sequence[Found], channels: Mapping[Channel, str], most: int, lang: Lang) -> str:
    """What was found, latest first."""
    if not found:
        return f'<p class="pb-empty">{esc(w.NONE.of(lang))}</p>'
    items = "".join(f"<li>{_row(each, channels[each.channel], lang)}</li>" for each in found)
    cut = f'<p class="pb-hint">{esc(w.CUT.of(lang).format(n=most))}</p>' if len(found) == most else ""
    return (
        f'<h2 class="pb-name" id="found-title">{esc(w.FOUND.of(lang).format(n=len(found)))}</h2>'
        f'<ul class="pb-rows" aria-labelledby="found-title">{items}</ul>{cut}'
    )


def _row(each: Found, channel: str, lang: Lang) -> str:
    shape, word, _ = names.LEVELS[each.severity]
    meta = (
        moment(each.at), channel, each.author or w.NO_AUTHOR.of(lang), names.STANCE_NAMES[each.stance].of(lang)
    )  # fmt: skip
    return (
        f'<button type="button" class="pb-row pb-edge{each.severity}" data-pick="{esc(each.id)}">'
        f'<span class="pb-rowtop"><span class="pb-badge pb-l{each.severity}"><span aria-hidden="true">{shape}</span> '
        f"{esc(word.of(lang))}</span> <span>{esc(names.KINDS[each.kind].of(lang))} · "
        f'{esc(names.TOPICS[each.topic].of(lang))}</span><span class="pb-state">'
        f"{esc(names.STATES[each.state].of(lang))}</span></span>"
        f'<span class="pb-said">{esc(hidden(each.excerpt, lang))}</span><span class="pb-meta">'
        f"{''.join(f'<span>{esc(part)}</span>' for part in meta)}<code>{esc(each.id)}</code></span></button>"
    )


def conversation(desk: Desk, case: Case, lang: Lang) -> str:
    """One conversation: message, reply, where it went out, all wordings and what its writer sent before."""
    author = shown_author(case) or w.NO_AUTHOR.of(lang)
    channel = desk.channels[case.message.channel or case.channel].name.of(lang)
    meta = (moment(case.created_at), channel, author, names.STANCE_NAMES[case.triage.stance].of(lang))
    wordings = [
        each.model_copy(update={
            "text": hidden(mask(each.text)[0], lang), "reason": hidden(mask(each.reason)[0], lang),
            "statement": hidden(mask(each.statement)[0], lang) if each.statement else None,
        })
        for each in desk.versions(case)
    ]  # fmt: skip
    erased = [f'<p class="pb-unsure" role="note">{esc(w.ERASED.of(lang))}</p>'] if _erased(case) else []
    return "".join([
        f'<div class="pb-stack"><section class="pb-casehead pb-edge{case.triage.severity}">'
        '<h2 class="pb-level" tabindex="-1" '
        f'id="conversation-title">{badge(case.triage, lang)} <span>{esc(labels(case.triage, lang))}</span>'
        f'<span class="pb-state">{esc(names.STATES[case.state].of(lang))}</span></h2><p class="pb-meta">',
        *(f"<span>{esc(part)}</span>" for part in meta),
        f'<a href="{PATHS[lang]}?case={esc(case.id)}">{esc(w.OPEN.of(lang))}</a><code>{esc(case.id)}</code></p>'
        f"</section>",
        *erased,
        _part(w.MESSAGE.of(lang), f'<p class="pb-text" lang="{case.triage.lang}">'
              f"{lines(hidden(mask(case.message.text)[0], lang))}</p>"),
        _part(w.FINAL.of(lang), _final(case, lang) + versions(wordings, lang)),
        _part("", earlier(desk, case, lang)), "</div>",
    ])  # fmt: skip


def _erased(case: Case) -> bool:
    return any(event.verb == "erase" for event in case.events)


def _part(title: str, inner: str) -> str:
    name = f'<h3 class="pb-name">{esc(title)}</h3>' if title else ""
    return f'<section class="pb-card">{name}{inner}</section>'


def _final(case: Case, lang: Lang) -> str:
    if case.sent is not None:
        said = w.SENT.of(lang).format(where=hidden(mask(case.sent.where)[0], lang), at=moment(case.sent.at),
                                      by=case.sent.by)  # fmt: skip
        warning = "" if case.sent.as_approved else f'<p class="pb-refused">⚠ {esc(w.OTHERWISE.of(lang))}</p>'
        text = hidden(mask(case.sent.text)[0], lang)
        return f'{warning}<p class="pb-text">{lines(text)}</p><p class="pb-meta">✓ {esc(said)}</p>'
    if case.draft is None:
        over = case.state in ("closed", "withdrawn", "rejected")
        return f'<p class="pb-hint">{esc((w.NO_REPLY if over else w.NO_REPLY_YET).of(lang))}</p>'
    text = hidden(mask(case.draft.text)[0], lang)
    state = names.STATES[case.state].of(lang)
    return (
        f'<p class="pb-text" lang="{case.draft.lang}">{lines(text)}</p>'
        f'<p class="pb-meta">{esc(state)} · {esc(w.NOT_SENT.of(lang))}</p>'
    )


def earlier(desk: Desk, case: Case, lang: Lang) -> str:
    """What the writer of a message sent before it."""
    if not case.message.context.handle:
        return f'<p class="pb-hint">{esc(w.UNKNOWN_AUTHOR.of(lang))}</p>'
    found = desk.earlier(case)
    rows = "".join(
        f'<li><button type="button" class="pb-row pb-edge{each.triage.severity}" data-pick="{esc(each.id)}">'
        f'<span class="pb-rowtop">{badge(each.triage, lang)} <span>{esc(labels(each.triage, lang))}</span>'
        f'<span class="pb-state">{esc(names.STATES[each.state].of(lang))}</span></span>'
        f'<span class="pb-said">{esc(_start(each, lang))}</span>'
        f'<span class="pb-meta"><span>{moment(each.created_at)}</span><code>{esc(each.id)}</code></span></button></li>'
        for each in found
    )
    if not rows:
        return f'<p class="pb-hint">{esc(w.NO_EARLIER.of(lang))}</p>'
    return f'<h3 class="pb-name">{esc(w.EARLIER.of(lang).format(n=len(found)))}</h3><ul class="pb-rows">{rows}</ul>'


def _start(case: Case, lang: Lang) -> str:
    text = " ".join(hidden(mask(case.message.text)[0], lang).split())
    return text[:120] + ("…" if len(text) > 120 else "")


def changed(found: Changes, desk: Desk, lang: Lang) -> str:
    """How much people change, and what comes again and again."""
    total = w.CHANGED.of(lang).format(
        n=len(found.edited), words=f"{sum(each.words for each in found.edited):,}",
        before=f"{sum(each.before_review for each in found.edited):,}",
        after=f"{sum(each.in_review for each in found.edited):,}",
    )  # fmt: skip
    rows = "".join(
        f"<li><b>{esc(w.TIMES.of(lang).format(n=idea.times))}</b> · "
        f"{esc(w.IDEA[idea.kind].of(lang))} · {_idea(idea, desk, lang)} {_cases(idea, lang)}</li>"
        for idea in found.ideas
    )
    inner = (
        f'<ul class="pb-promises">{rows}</ul>' if rows else f'<p class="pb-empty">{esc(w.CHANGES_NONE.of(lang))}</p>'
    )
    return f'<p role="status">{esc(total)}</p>{inner}'


def _idea(idea: Idea, desk: Desk, lang: Lang) -> str:
    if idea.kind == "phrase":
        return f"<q>{esc(hidden(idea.what, lang))}</q> → " + (
            f"<q>{esc(hidden(idea.instead, lang))}</q>" if idea.instead else esc(w.TAKEN_OUT.of(lang))
        )
    moves = desk.composer.moves.moves
    if idea.kind == "move" and idea.what in moves:
        return esc(moves[idea.what].about.of(lang))
    if idea.kind == "gap" and idea.what in names.TOPICS:
        return esc(names.TOPICS[idea.what].of(lang))
    instead = f" → {names.STANCE_NAMES[idea.instead].of(lang)}" if idea.instead in names.STANCE_NAMES else ""
    return f"<code>{esc(idea.what)}</code>{esc(instead)}"


def _cases(idea: Idea, lang: Lang) -> str:
    return " ".join(f'<a href="{PATHS[lang]}?case={esc(each)}"><code>{esc(each)}</code></a>' for each in idea.cases)


def due(found: Sequence[Due], lang: Lang) -> str:
    """Cases whose personal data has been kept for long enough."""
    rows = "".join(
        f"<li><b>{esc(names.TOPICS[each.topic].of(lang))}</b> <code>{esc(each.case)}</code> "
        f"{esc(w.ERASE_ROW.of(lang).format(ended=moment(each.ended_at)[:10], due=moment(each.due)[:10]))}"
        f'<br><span class="pb-mend">{esc(each.because.of(lang))}</span></li>'
        for each in found
    )
    return f'<ul class="pb-promises">{rows}</ul>' if rows else f'<p class="pb-empty">{esc(w.ERASE_NONE.of(lang))}</p>'
