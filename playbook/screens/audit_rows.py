"""The audit log as HTML: entries, faults, and notifications that did not arrive."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from playbook import Desk
from playbook.records import Lang
from playbook.review import names
from playbook.review.audit import Entry, Fault
from playbook.review.notify import Notice
from playbook.review.notify.letters import Letter
from playbook.screens import audit_words as w
from playbook.screens.fault_words import place, what
from playbook.screens.issue import moment
from playbook.screens.issue_rows import PATHS
from playbook.screens.prose import details, esc


def verb(said: str, lang: Lang) -> str:
    """What was done, in words."""
    return names.ACTS[said].of(lang) if said in names.ACTS else said


def entries(found: Sequence[Entry], lang: Lang) -> str:
    """Entries, newest first."""
    return "".join(_entry(each, lang) for each in found)


def listed(rows: str, lang: Lang) -> str:
    """Entries as a list."""
    return (
        f'<h2 class="pb-name" id="log-title">{esc(w.LOG.of(lang))}</h2>'
        f'<ol class="pb-log" reversed aria-labelledby="log-title">{rows}</ol>'
    )


def nothing(any_at_all: bool, lang: Lang) -> str:
    """That no entry fits, or that there is none yet."""
    return f'<p class="pb-empty">{esc((w.NONE if any_at_all else w.EMPTY).of(lang))}</p>'


def _entry(each: Entry, lang: Lang) -> str:
    subject = f"<code>{esc(each.subject)}</code>"
    if each.subject.startswith("c-"):
        subject = f'<a href="{PATHS[lang]}?case={esc(each.subject)}">{subject}</a>'
    why = f"<br><q>{esc(each.why)}</q>" if each.why else ""
    pieces = [(w.SOURCE, each.source), (w.HASH, each.hash)]
    if each.detail:
        pieces.append((w.DETAIL, json.dumps(each.detail, ensure_ascii=False)))
    inner = "".join(f"<dt>{esc(name.of(lang))}</dt><dd><code>{esc(text)}</code></dd>" for name, text in pieces if text)
    return (
        f'<li><div><span class="pb-num">{each.seq}</span> <time>{moment(datetime.fromisoformat(each.at))}</time> '
        f"<b>{esc(each.by)}</b> {esc(verb(each.verb, lang))} {subject}{why}</div>"
        f"{details(w.DETAIL.of(lang), f'<dl class=pb-facts>{inner}</dl>')}</li>"
    )


def faults(found: Sequence[Fault], number: int, lang: Lang) -> str:
    """What a check has found."""
    if not found:
        return f'<p class="pb-told" role="status">✓ {esc(w.SOUND.of(lang).format(n=f"{number:,}"))}</p>'
    rows = "".join(f"<li><b>{esc(place(each, lang))}</b><br>{esc(what(each, lang))}</li>" for each in found)
    return (
        f'<div class="pb-refused" role="alert"><b>⚠ {esc(w.FAULTS.of(lang).format(n=len(found)))}</b>'
        f'<p>{esc(w.FAULTS_DO.of(lang))}</p><ul class="pb-faults">{rows}</ul></div>'
    )


def busy(said: str) -> str:
    """That something is under way."""
    return f'<p class="pb-busy" role="status">{esc(said)}</p>'


def letters(found: Sequence[Letter], desk: Desk, lang: Lang) -> str:
    """Notifications that did not arrive, latest first."""
    if not desk.notifier.targets and not found:
        return f'<p class="pb-empty">{esc(w.NO_TARGETS.of(lang))}</p>'
    rows = "".join(f"<li>{_letter(each, desk, lang)}</li>" for each in found)
    return f'<ul class="pb-promises">{rows}</ul>' if rows else f'<p class="pb-empty">{esc(w.FAILED_NONE.of(lang))}</p>'


def _letter(each: Letter, desk: Desk, lang: Lang) -> str:
    state = f"✕ {w.GIVEN_UP.of(lang)}"
    if each.next_at:
        state = f"↻ {w.WAITING.of(lang).format(at=moment(each.next_at)[-5:])}"
    tries = w.ATTEMPTS.of(lang).format(n=each.attempts)
    return (
        f"<b>{esc(state)}</b> {esc(about(each, desk, lang))} "
        f'<span class="pb-num">{esc(f"{moment(each.at)} · {tries}")}</span>'
        f'<br><span class="pb-f-error">{esc(each.error)}</span>'
    )


def about(each: Letter, desk: Desk, lang: Lang) -> str:
    """What a notification is about, and where it was to go."""
    notice = Notice.model_validate_json(each.record)
    rule = desk.notifier.events.get(notice.event)
    said = rule.says.of(lang) if rule else notice.event
    return " · ".join(filter(None, (said, notice.case, each.target)))
