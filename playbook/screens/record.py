"""A case as a record: its line in the queue, what approval covers, what happened to it."""

from __future__ import annotations

from datetime import datetime

from playbook.records import Case, Lang
from playbook.review.cases import text_hash
from playbook.screens import names
from playbook.screens import words as w
from playbook.screens.issue import moment
from playbook.screens.judgement import labels
from playbook.screens.prose import esc, lines


def label(case: Case, lang: Lang, now: datetime, *, mine: bool) -> str:
    """One line of the queue, as plain text."""
    shape, word, _ = names.LEVELS[case.triage.severity]
    text = " ".join(case.message.text.split())
    pieces = [
        f"{shape} {word.of(lang)}",
        labels(case.triage, lang),
        names.STATES[case.state].of(lang),
        _waiting(case, lang, now),
        f"“{text[:60]}{'…' if len(text) > 60 else ''}”",
    ]
    return (f"[{w.MINE.of(lang)}] " if mine else "") + " · ".join(pieces)


def _waiting(case: Case, lang: Lang, now: datetime) -> str:
    since = case.events[-1].at if case.events else case.created_at
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes}분째" if lang == "ko" else f"{minutes} min"
    if minutes < 60 * 48:
        return f"{minutes // 60}시간째" if lang == "ko" else f"{minutes // 60} h"
    return f"{minutes // 1440}일째" if lang == "ko" else f"{minutes // 1440} d"


def covers(case: Case, channel: str, text: str | None, lang: Lang) -> str:
    """What an approval would cover: channel (by name), text and hash; ``text`` is what stands in the box."""
    if case.state != "in_review" or case.draft is None:
        return ""
    now = case.draft.text if text is None else text
    changed = f'<p class="pb-mend">{esc(w.CHANGED.of(lang))}</p>' if now != case.draft.text else ""
    return _covered(case, channel, now, w.COVERS.of(lang), lang) + changed


def approved(case: Case, channel: str, lang: Lang) -> str:
    """What was approved, and that a person has to post it."""
    text = case.draft.text if case.draft else ""
    title = f"✓ {w.APPROVED.of(lang)}"
    return f'<div class="pb-told">{_covered(case, channel, text, title, lang)}<p>{esc(w.NOT_SENT.of(lang))}</p></div>'


def _covered(case: Case, channel: str, text: str, title: str, lang: Lang) -> str:
    digest = text_hash(case.channel, text)
    return (
        f'<div class="pb-covers"><h4 class="pb-name">{esc(title)}</h4><dl class="pb-facts">'
        f"<dt>{esc(w.CHANNEL.of(lang))}</dt><dd>{esc(channel)}</dd>"
        f"<dt>{esc(w.TEXT.of(lang))}</dt><dd>{lines(text)}</dd>"
        f"<dt>{esc(w.HASH.of(lang))}</dt><dd><code>{digest}</code></dd></dl></div>"
    )


def events(case: Case, lang: Lang) -> str:
    """Everything that happened to a case, oldest first."""
    rows = []
    for event in case.events:
        why = f" — {esc(event.reason)}" if event.reason else ""
        at = moment(event.at)
        verb = names.VERBS[event.verb].of(lang) if event.verb in names.VERBS else event.verb
        rows.append(
            f"<li><time>{at}</time> <b>{esc(event.by)}</b> {esc(verb)}{why} "
            f"<code>{esc(event.text_hash[:12])}</code></li>"
        )
    return f'<h4 class="pb-name">{esc(w.EVENTS.of(lang))}</h4><ol class="pb-events">{"".join(rows)}</ol>'
