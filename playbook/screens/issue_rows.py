"""Issues as HTML: the list, and of one its head, messages, replies in order and where they contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from playbook import Desk
from playbook.records import Case, Lang
from playbook.reply.facts import Ledger
from playbook.reply.promises import Task
from playbook.reply.voice import Reply
from playbook.review import names
from playbook.review.issue_course import Clash, Standing
from playbook.screens import issues_words as w
from playbook.screens.desk_rows import shortened
from playbook.screens.issue import moment
from playbook.screens.judgement import badge, labels
from playbook.screens.prose import details, esc, lines

PATHS: dict[Lang, str] = {"ko": "/", "en": "/en/"}
LONGEST_LIST = 200
"""Messages or replies of an issue that are listed at most."""


def listed(found: Sequence[Standing], show: str, now: datetime, lang: Lang) -> str:
    """All issues of a filter, latest first; an empty list says what to do next."""
    if not found:
        return f'<p class="pb-empty">{esc(w.EMPTY[show].of(lang))}</p>'
    items = "".join(f"<li>{_row(each, now, lang)}</li>" for each in found)
    title = esc(w.LIST.of(lang).format(n=len(found)))
    return (
        f'<h2 class="pb-name" id="issues-title">{title}</h2>'
        f'<ul class="pb-rows" aria-labelledby="issues-title">{items}</ul>'
    )


def _row(each: Standing, now: datetime, lang: Lang) -> str:
    edge = f" pb-edge{each.severity}" if each.severity else ""
    return (
        f'<button type="button" class="pb-row{edge}" data-pick="{esc(each.issue.id)}">'
        f'<span class="pb-rowtop">{_level(each, lang)}<span class="pb-said">{esc(each.issue.title)}</span>'
        f'{_due(each, now, lang)}</span><span class="pb-meta">{_counts(each, lang)}'
        f"<code>{esc(each.issue.id)}</code></span></button>"
    )


def head(each: Standing, now: datetime, lang: Lang) -> str:
    """What an issue is called and how it stands."""
    edge = f" pb-edge{each.severity}" if each.severity else ""
    return (
        f'<section class="pb-casehead{edge}"><h2 class="pb-level" tabindex="-1" id="one-issue-title">'
        f"{_level(each, lang)} <span>{esc(each.issue.title)}</span>{_due(each, now, lang)}</h2>"
        f'<p class="pb-meta">{_counts(each, lang)}<code>{esc(each.issue.id)}</code></p></section>'
    )


def _level(each: Standing, lang: Lang) -> str:
    if each.severity is None:
        return ""
    shape, word, _ = names.LEVELS[each.severity]
    name = f"pb-badge pb-l{each.severity}"
    return f'<span class="{name}"><span aria-hidden="true">{shape}</span> {esc(word.of(lang))}</span>'


def _due(each: Standing, now: datetime, lang: Lang) -> str:
    if each.due is None:
        return ""
    late = each.due <= now
    said = (w.LATE if late else w.NEXT).of(lang).format(at=moment(each.due))
    return f'<b class="pb-clock {"pb-late" if late else "pb-time"}">{"⏰ " if late else ""}{esc(said)}</b>'


def _counts(each: Standing, lang: Lang) -> str:
    said = [w.SINCE.of(lang).format(day=moment(each.issue.created_at)[:10])]
    if each.issue.closed_at:
        said.append(w.CLOSED_ON.of(lang).format(day=moment(each.issue.closed_at)[:10]))
    said += [
        w.CASES_IN.of(lang).format(state=names.STATES[state].of(lang), n=each.cases[state])
        for state in names.STATES
        if state in each.cases
    ] or [w.NO_CASES.of(lang)]
    if each.promises:
        said.append(w.PROMISES.of(lang).format(n=each.promises))
    return "".join(f"<span>{esc(part)}</span>" for part in said)


def withdrawn(ledger: Ledger, lang: Lang) -> str:
    """Facts that hold no longer and that nothing took the place of, one tap away."""
    gone = [fact for fact in ledger.facts if fact.withdrawn]
    rows = "".join(
        f"<li><s>{esc(fact.statement)}</s> "
        f'<span class="pb-num">{esc(" · ".join(filter(None, (fact.by, moment(fact.at), fact.source))))}</span></li>'
        for fact in gone
    )
    return details(w.PAST_FACTS.of(lang).format(n=len(gone)), f"<ul>{rows}</ul>") if gone else ""


def ended(tasks: Sequence[Task], lang: Lang) -> str:
    """Promises that were kept or are no longer made, one tap away."""
    rows = ""
    for task in tasks:
        done = " · ".join(filter(None, (task.done_by, moment(task.done_at) if task.done_at else "", task.note)))
        state = names.PROMISES[task.state].of(lang)
        rows += f'<li><b>{esc(state)}</b> <q>{esc(task.what)}</q> <span class="pb-num">{esc(done)}</span></li>'
    return details(w.KEPT_ONES.of(lang).format(n=len(tasks)), f"<ul>{rows}</ul>") if tasks else ""


def cases(found: Sequence[Case], lang: Lang) -> str:
    """The messages of an issue, gravest first, each with a link that opens it in review."""
    rows = "".join(f"<li>{_case(case, lang)}</li>" for case in found[:LONGEST_LIST])
    more = len(found) - LONGEST_LIST
    if more > 0:
        rows += f'<li class="pb-hint">{esc(w.MORE_CASES.of(lang).format(n=more))}</li>'
    inner = f'<ul class="pb-rows">{rows}</ul>' if rows else f'<p class="pb-hint">{esc(w.CASES_EMPTY.of(lang))}</p>'
    return _card(w.CASES.of(lang).format(n=len(found)), inner)


def _case(case: Case, lang: Lang) -> str:
    return (
        f'<a class="pb-row pb-edge{case.triage.severity}" href="{PATHS[lang]}?case={esc(case.id)}">'
        f'<span class="pb-rowtop">{badge(case.triage, lang)} <span>{esc(labels(case.triage, lang))}</span>'
        f'<span class="pb-state">{esc(names.STATES[case.state].of(lang))}</span></span>'
        f'<span class="pb-said" lang="{case.triage.lang}">{esc(shortened(case.message.text, lang))}</span>'
        f'<span class="pb-meta"><span class="pb-link">{esc(w.IN_REVIEW.of(lang))}</span>'
        f"<code>{esc(case.id)}</code></span></a>"
    )


def replies(desk: Desk, found: Sequence[Reply], lang: Lang) -> str:
    """What was approved, oldest first."""
    last = {reply.case: reply.version for reply in found}
    before = max(0, len(found) - LONGEST_LIST)
    rows = f'<li class="pb-hint">{esc(w.EARLIER_REPLIES.of(lang).format(n=before))}</li>' if before else ""
    for number, reply in enumerate(found[before:], before + 1):
        state = w.POSTED_BY.of(lang).format(name=reply.posted) if reply.posted else w.NOT_POSTED.of(lang)
        again = [] if reply.version == last[reply.case] else [w.REPLACED.of(lang)]
        channel = desk.channels[reply.channel].name.of(lang)
        meta = "".join(f"<span>{esc(part)}</span>" for part in (moment(reply.at), reply.by, channel, state, *again))
        statement = details(w.STATEMENT.of(lang), f"<p>{lines(reply.statement)}</p>") if reply.statement else ""
        rows += (
            f'<li><p class="pb-meta"><b>{number}</b>{meta}'
            f'<a href="{PATHS[lang]}?case={esc(reply.case)}">{esc(reply.case)}</a></p>'
            f'<p class="pb-text" lang="{reply.lang}">{lines(reply.text)}</p>{statement}</li>'
        )
    inner = f'<ol class="pb-replies">{rows}</ol>' if rows else f'<p class="pb-hint">{esc(w.REPLIES_EMPTY.of(lang))}</p>'
    return _card(w.REPLIES.of(lang).format(n=len(found)), inner)


def _card(title: str, inner: str) -> str:
    return f'<section class="pb-card"><h3 class="pb-name">{esc(title)}</h3>{inner}</section>'


def comparing(lang: Lang) -> str:
    """That the replies are being compared."""
    return _card(w.VOICE.of(lang), f'<p class="pb-busy" role="status">{esc(w.VOICE_BUSY.of(lang))}</p>')


def voice(found: Sequence[Clash], compared: int, lang: Lang) -> str:
    """Contradictions side by side; says so where there is none, or nothing to compare."""
    if compared < 2:
        said = f'<p class="pb-hint">{esc(w.VOICE_FEW.of(lang))}</p>'
    elif not found:
        said = f'<p class="pb-told" role="status">✓ {esc(w.VOICE_CLEAR.of(lang).format(n=compared))}</p>'
    else:
        rows = "".join(_clash(each, lang) for each in found)
        said = (
            f'<p class="pb-refused" role="status">⚠ {esc(w.VOICE_FOUND.of(lang).format(n=len(found)))}</p>'
            f'<ul class="pb-clashes">{rows}</ul>'
        )
    return _card(w.VOICE.of(lang), said)


def _clash(each: Clash, lang: Lang) -> str:
    before = each.conflict.reply
    return (
        f'<li><b class="pb-f-error">{esc(w.CLASH[each.conflict.kind].of(lang))}</b><div class="pb-beside">'
        f"<div><b>{esc(w.FIRST_SAID.of(lang))} · {esc(moment(before.at))}</b> {_link(before, lang)}"
        f'<br><q lang="{before.lang}">{esc(each.conflict.said)}</q></div>'
        f"<div><b>{esc(w.THEN_SAID.of(lang))} · {esc(moment(each.reply.at))}</b> {_link(each.reply, lang)}"
        f'<br><q lang="{each.reply.lang}">{esc(each.says)}</q></div></div></li>'
    )


def _link(reply: Reply, lang: Lang) -> str:
    return f'<a href="{PATHS[lang]}?case={esc(reply.case)}"><code>{esc(reply.case)}</code></a>'
