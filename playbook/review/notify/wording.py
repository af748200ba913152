"""Notices in the form that each receiver shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

from playbook.records import Bilingual, Lang, Severity
from playbook.reply.deadlines import SEOUL
from playbook.review.notify.notices import Digest, Line, Notice, Notifier, Section
from playbook.review.notify.targets import Mail, Webhook

_COLOURS: dict[Severity, str] = {1: "#6B7280", 2: "#2563EB", 3: "#B45309", 4: "#B91C1C"}
_TEAMS: dict[Severity, str] = {1: "default", 2: "accent", 3: "warning", 4: "attention"}
SHOWN = 10
"""Cases of a part of a digest that are named; the others are counted."""


def _b(ko: str, en: str) -> Bilingual:
    return Bilingual(ko=ko, en=en)


_CASE, _CLOCK, _OPEN = _b("사안", "Case"), _b("시계", "Clock"), _b("사안 열기", "Open the case")
_DESK = _b("데스크 열기", "Open the desk")
_DIGEST = _b("오늘 할 일", "To do today")
_WAITING = _b("검토나 수정을 기다리는 답변", "Waiting for review or changes")
_SECTIONS: dict[Section, Bilingual] = {
    "waiting": _b("내 차례", "Waiting for you"),
    "overdue": _b("기한이 지난 일", "Overdue"),
    "due": _b("24시간 안에 해야 할 일", "Due within 24 hours"),
    "approved": _b("승인되었으나 게시 기록이 없는 답변", "Approved, not yet recorded as out"),
    "late": _b("어제부터 기한을 넘겨 끝난 일", "Done late since yesterday"),
}


class Wording:
    """A notice in one language."""

    def __init__(self, notice: Notice, notifier: Notifier, lang: Lang) -> None:
        self.notice, self.lang = notice, lang
        self._notifier = notifier
        self.says = (_DIGEST if notice.digest else notifier.events[notice.event].says).of(lang)
        self.level = notifier.levels[notice.severity].of(lang)
        self.headline = self.says if notice.digest else f"[{self.level}] {self.says}"
        self.open = (_OPEN if notice.case else _DESK).of(lang)
        self.link = notifier.link and notifier.link.rstrip("/") + (
            f"/?case={quote(notice.case, safe='')}" if notice.case else "/"
        )

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What there is to know, each under its name."""
        notice = self.notice
        if notice.digest:
            return [
                (f"{self._section(section, notice.digest)} ({len(lines)})", self._cases(lines))
                for section, lines in notice.digest.sections.items()
                if lines
            ]
        found = [(_CASE.of(self.lang), notice.case)]
        if notice.clock and notice.due:
            found.append((_CLOCK.of(self.lang), self._clock(notice.clock, notice.due)))
        return found

    def _section(self, section: Section, digest: Digest) -> str:
        desk = section == "waiting" and not digest.personal
        return (_WAITING if desk else _SECTIONS[section]).of(self.lang)

    def _cases(self, lines: tuple[Line, ...]) -> str:
        shown = [self._line(line) for line in lines[:SHOWN]]
        if rest := len(lines) - SHOWN:
            shown += ([f"외 {rest}건"] if self.lang == "ko" else [f"and {rest} more"]) if rest > 0 else []
        return "\n".join(shown)

    def _line(self, line: Line) -> str:
        level = self._notifier.levels[line.severity].of(self.lang)
        clock = f" · {self._clock(line.clock, line.due)}" if line.clock and line.due else ""
        return f"{line.case} · {level}{clock}"

    def _clock(self, name: Bilingual, due: datetime) -> str:
        here = due.astimezone(SEOUL)
        if self.lang == "ko":
            return f"{name.ko}, {here.month}월 {here.day}일 {here:%H:%M}까지"
        return f"{name.en}, due {here.day} {here:%B %H:%M} (Seoul)"


def body_of(target: Webhook, wording: Wording) -> dict[str, Any]:
    """What a webhook is sent, as JSON."""
    return {"slack": _slack, "jandi": _jandi, "teams": _teams, "plain": _plain}[target.format](wording)


def _slack(said: Wording) -> dict[str, Any]:
    """Block Kit, with the text that a phone shows; ``&``, ``<`` and ``>`` are markup there."""
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": said.headline[:150]}},
        *({"type": "section", "text": {"type": "mrkdwn", "text": f"*{_slack_text(name)}*\n{_slack_text(text)}"[:3000]}}
          for name, text in said.facts),
    ]  # fmt: skip
    if said.link:
        button = {"type": "button", "text": {"type": "plain_text", "text": said.open}, "url": said.link}
        blocks.append({"type": "actions", "elements": [button]})
    return {"text": _slack_text(said.headline), "blocks": blocks}


def _slack_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _jandi(said: Wording) -> dict[str, Any]:
    head = f"[[{said.headline.replace('[', '').replace(']', ' ·')}]]({said.link})" if said.link else said.headline
    return {
        "body": head,
        "connectColor": _COLOURS[said.notice.severity],
        "connectInfo": [{"title": name, "description": text} for name, text in said.facts],
    }


def _teams(said: Wording) -> dict[str, Any]:
    """An Adaptive Card in the envelope that a workflow of Teams takes; 1.2 is what phones show too."""
    title = {
        "type": "TextBlock", "text": said.headline, "weight": "bolder", "size": "medium", "wrap": True,
        "color": _TEAMS[said.notice.severity],
    }  # fmt: skip
    facts = {"type": "FactSet", "facts": [{"title": name, "value": text} for name, text in said.facts]}
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.2",
        "body": [title, facts],
    }
    if said.link:
        card["actions"] = [{"type": "Action.OpenUrl", "title": said.open, "url": said.link}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _plain(said: Wording) -> dict[str, Any]:
    notice = said.notice.model_dump(mode="json", exclude={"to", "clock"}, exclude_none=True)
    more: Mapping[str, Any] = {"says": said.says, "level": said.level, "link": said.link}
    clock = {"clock": said.notice.clock.of(said.lang)} if said.notice.clock else {}
    return notice | {name: value for name, value in more.items() if value is not None} | clock


def mail_of(target: Mail, wording: Wording) -> EmailMessage:
    """What is sent by mail."""
    mail = EmailMessage()
    mail["Subject"] = wording.headline
    mail["From"] = target.sender
    mail["To"] = wording.notice.to
    mail["Date"] = wording.notice.happened.astimezone(SEOUL)
    mail["Message-ID"] = f"<{wording.notice.id}@{target.sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    parts = [wording.headline, *(f"{name}\n{text}" for name, text in wording.facts)]
    mail.set_content("\n\n".join([*parts, *([wording.link] if wording.link else [])]) + "\n")
    return mail
