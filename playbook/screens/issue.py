"""Facts, uses and promises of an issue as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from playbook.records import Lang
from playbook.reply.deadlines import SEOUL
from playbook.reply.facts import Fact, Ledger, limited, unlimited
from playbook.reply.promises import Promise, Task, follow_up, owner_of
from playbook.review import names
from playbook.review.issue_facts import Use
from playbook.screens import issue_words as w
from playbook.screens.prose import details, esc


def facts(ledger: Ledger, lang: Lang) -> str:
    """The facts that hold, each with its status, who noted it, when and on what, and what it was before."""
    rows = "".join(_fact(fact, ledger, lang) for fact in ledger.standing)
    title = f'<h3 class="pb-name">{esc(w.FACTS.of(lang))}</h3>'
    return title + (
        f'<ul class="pb-ledger">{rows}</ul>' if rows else f'<p class="pb-hint">{esc(w.NO_FACTS.of(lang))}</p>'
    )


def _fact(fact: Fact, ledger: Ledger, lang: Lang) -> str:
    shape, word = names.FACTS[fact.status]
    who = " · ".join(filter(None, (fact.by, moment(fact.at), fact.source)))
    earlier = [version.statement for version in ledger.versions(fact.id)[:-1]]
    before = (
        f'<br><span class="pb-mend">{esc(w.EARLIER.of(lang))}: {esc(" → ".join(earlier))}</span>' if earlier else ""
    )
    figure = unlimited(fact.statement) if fact.status == "confirmed" else None
    grows = f'<br><span class="pb-mend">{esc(w.GROWS.of(lang))} {esc(limited(figure, lang))}</span>' if figure else ""
    return (
        f'<li class="pb-fact-{fact.status}"><b><span aria-hidden="true">{shape}</span> {esc(word.of(lang))}</b> '
        f'<span>{esc(fact.statement)}<br><span class="pb-num">{esc(who)}</span>{before}{grows}</span></li>'
    )


def uses(found: Sequence[Use], lang: Lang) -> str:
    """What stands on a fact that has changed; nothing where nothing does."""
    rows = ""
    for use in found:
        said = esc(" ".join(use.sentences))
        rows += f"<li><b>{esc(w.USE[use.kind].of(lang))}</b> <code>{esc(use.case)}</code><br>{said}</li>"
    title = esc(w.USES.of(lang).format(n=len(found)))
    return f'<div class="pb-unsure"><strong>{title}</strong><ul>{rows}</ul></div>' if rows else ""


def made(promises: Sequence[Promise], owners: dict[str, str], lang: Lang) -> str:
    """What the reply promises, by when, and who keeps it."""
    rows = "".join(
        f"<li>{_due(promise.due, lang)} <q>{esc(promise.what)}</q> · {_owner(owner_of(promise, owners), lang)}</li>"
        for promise in promises
    )
    return _list(w.PROMISES.of(lang), rows)


def open_tasks(tasks: Sequence[Task], now: datetime, lang: Lang) -> str:
    """Promises of the issue that are still to be kept, each with the start of its follow-up."""
    rows = ""
    for task in tasks:
        late = f' <b class="pb-f-error">{esc(w.OVERDUE.of(lang))}</b>' if task.overdue(now) else ""
        start = details(w.FOLLOW_UP.of(lang), f"<p>{esc(follow_up(task, now))}</p>")
        rows += f"<li>{_due(task.due, lang)}{late} <q>{esc(task.what)}</q> · {_owner(task.owner, lang)}{start}</li>"
    return _list(w.OPEN_PROMISES.of(lang), rows)


def _list(title: str, rows: str) -> str:
    return f'<h3 class="pb-name">{esc(title)}</h3><ul class="pb-promises">{rows}</ul>' if rows else ""


def _due(due: datetime | None, lang: Lang) -> str:
    shown = w.UNTIL.of(lang).format(due=moment(due)) if due else w.UNDATED.of(lang)
    return f"<time>{esc(shown)}</time>"


def _owner(owner: str, lang: Lang) -> str:
    return f"<b>{esc(owner)}</b>" if owner else f'<b class="pb-f-error">{esc(w.NOBODY.of(lang))}</b>'


def moment(at: datetime) -> str:
    """A moment as the desk reads it, in Seoul."""
    return f"{at.astimezone(SEOUL):%Y-%m-%d %H:%M}"
