"""Notifications: which step is told to whom, in what words, and what is never in them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from program import sharing

from playbook.desk import Desk
from playbook.errors import ReviewError, RuleError, SetupError
from playbook.records import Case, Context, Decision, Message, Verb
from playbook.reply.deadlines import SEOUL
from playbook.review.names import LEVELS
from playbook.review.notify import Mail, Notice, Notifier, Webhook
from playbook.review.notify.delivery import signature
from playbook.review.notify.letters import Letter
from playbook.review.notify.targets import EventName, Quiet, read_targets
from playbook.review.notify.wording import Wording, body_of, mail_of
from playbook.settings import Settings, data_folder
from tests.review.conftest import approved, in_review, keep, person, saying

CANARY = "가나다라마바사"
"""Stands in the message, the draft, a reason and a handle, and must stand in no notification."""
MOMENT = datetime(2026, 11, 23, 1, tzinfo=UTC)
SLACK = {"name": "crisis", "format": "slack", "url": "https://hooks.example.com/T0/B0"}
MAIL = {"name": "mail", "format": "email", "host": "127.0.0.1", "from": "desk@example.com", "to": ["team@example.com"]}


def targets(folder: Path, *rows: dict[str, Any], **more: Any) -> Path:
    """A file of targets; JSON is YAML too."""
    path = folder / "notify.yaml"
    path.write_text(json.dumps({"targets": rows} | more, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def telling(desk: Desk, database_url: str, tmp_path: Path) -> Any:
    """Makes a desk on each database that tells these targets."""
    opened = []

    def make(*rows: dict[str, Any], **more: Any) -> Desk:
        notify = targets(tmp_path, *rows, **more)
        opened.append(sharing(desk, Settings(home=tmp_path / "home", database_url=database_url, notify=notify)))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def notices(desk: Desk) -> list[Notice]:
    letters = sorted(desk.store.letters(delivered=True), key=lambda letter: letter.at)
    return [Notice.model_validate_json(letter.record) for letter in letters]


STEPS: list[tuple[str, Callable[[Desk], Case], list[str]]] = [
    ("approved", lambda d: approved(d, CANARY), ["submitted", "approved"]),
    ("returned", lambda d: _decide(d, in_review(d, CANARY), "return"), ["submitted", "returned"]),
    ("rejected", lambda d: _decide(d, in_review(d, CANARY), "reject"), ["submitted", "rejected"]),
    ("escalated", lambda d: _decide(d, in_review(d, CANARY), "escalate"), ["submitted", "escalated"]),
    ("handed over", lambda d: _decide(d, in_review(d, CANARY), "hand_over", team="cs"), ["submitted", "handed_over"]),
    ("assigned", lambda d: _decide(d, in_review(d, CANARY), "assign", to=CANARY), ["submitted", "assigned"]),
    ("taken from", lambda d: _decide(d, in_review(d, CANARY), "assign", to=""), ["submitted"]),
    ("recorded", lambda d: _decide(d, approved(d, CANARY), "record", "작성자", text=CANARY, where="https://x.com/1"),
     ["submitted", "approved", "recorded"]),
    ("voided", lambda d: _decide(d, approved(d, CANARY), "void"), ["submitted", "approved", "voided"]),
    ("withdrawn", lambda d: _decide(d, in_review(d, CANARY), "withdraw"), ["submitted"]),
    ("received", lambda d: d.receive(Message(text=f"{CANARY} 배터리에서 연기가 났어요"), CANARY), ["received"]),
]  # fmt: skip


def _decide(desk: Desk, case: Case, verb: str, by: str = "승인자", **changes: Any) -> Case:
    return desk.decide(case, Decision.model_validate({"verb": verb, "by": by, "reason": CANARY} | changes))


@pytest.mark.parametrize(("what", "made", "events"), STEPS, ids=[each[0] for each in STEPS])
def test_each_step_is_told(
    telling: Callable[..., Desk], what: str, made: Callable[[Desk], Case], events: list[str]
) -> None:
    """What happened, how grave, which case, which clock; never words of the message, the draft, a reason or a name."""
    desk = telling(SLACK | {"severity": 1}, {**SLACK, "name": "grave", "severity": 4})
    case = made(desk)
    found = notices(desk)

    assert [notice.event for notice in found] == events
    assert {notice.case for notice in found} == {case.id}
    assert all(CANARY not in letter.record for letter in desk.store.letters())
    assert {letter.target for letter in desk.store.letters()} == {"crisis"}
    assert desk.store.faults() == []


def test_nothing_is_written_without_targets(either: Desk) -> None:
    """As the program ships, nobody is told anything."""
    approved(either, "확인하고 있습니다.")

    assert either.store.letters(delivered=True) == []
    assert either.deliver() == {}


def test_a_refused_step_is_not_told(telling: Callable[..., Desk]) -> None:
    """A notice is written with its change or not at all."""
    desk = telling(SLACK | {"severity": 1})
    case = in_review(desk, "확인하고 있습니다.")
    before = desk.store.letters()
    (letter,) = before
    with pytest.raises(ReviewError):
        _decide(desk, case, "approve", "작성자")
    with pytest.raises(ReviewError):
        keep(desk.store, case, outgoing=[letter._replace(id="o-other")])  # a version that is there already

    assert desk.store.letters() == before


def test_the_first_of_two_signatures_is_not_told(telling: Callable[..., Desk]) -> None:
    """Approved is what all have signed."""
    desk = telling(SLACK | {"severity": 1, "events": ["approved"]})
    case = in_review(desk, "확인하고 있습니다.", labels={"severity": 3, "topic": "safety"})
    case = desk.decide(case, Decision(verb="approve", by="임원"), person("임원", "executive"))
    assert notices(desk) == []
    desk.decide(case, Decision(verb="approve", by="법무"), person("법무", "legal"))
    assert [notice.event for notice in notices(desk)] == ["approved"]


LEVELS_TOLD = [
    # severity of the case, target, events told of submit and escalate
    (1, {}, ["escalated"]),
    (2, {}, ["submitted", "escalated"]),
    (1, {"severity": 1}, ["submitted", "escalated"]),
    (2, {"severity": 3}, []),
    (3, {"severity": 3}, ["submitted", "escalated"]),
    (3, {"events": ["escalated"]}, ["escalated"]),
    (3, {"events": ["digest"]}, []),
]


@pytest.mark.parametrize(("severity", "wants", "told"), LEVELS_TOLD)
def test_targets_choose(desk: Desk, tmp_path: Path, severity: int, wants: dict[str, Any], told: list[str]) -> None:
    """By event and level; where a target names no level, the rules say from which on each event is told."""
    notifier = Notifier.from_files([data_folder("rules")], targets(tmp_path, SLACK | wants))
    case = saying("확인하고 있습니다.", severity=severity, state="in_review", channel="x")
    found = [notifier.letters(case, verb, "가", (), (), {}, MOMENT) for verb in ("submit", "escalate")]

    assert [Notice.model_validate_json(letter.record).event for letters in found for letter in letters] == told


def test_mail_goes_to_those_concerned(desk: Desk, tmp_path: Path) -> None:
    """Who may sign is told of a submission, the author of an approval, a department of a hand-over."""
    notifier = Notifier.from_files(
        [data_folder("rules")], targets(tmp_path, MAIL | {"to": ["concerned"], "severity": 1})
    )
    roles = (("작성자", "reviewer"), ("승인자", "reviewer"), ("직원", "staff"))
    people = [person("법무", "legal", teams=("legal",)), *(person(name, role, teams=()) for name, role in roles)]
    addresses = {
        "작 성 자": "a@example.com",
        "승인자": "b@example.com",
        "직원": "c@example.com",
        "법무": "d@example.com",
    }
    seat = {"role": "reviewer", "team": None}
    waiting = saying("확인", state="in_review", author="작성자", seats=(seat,), assignee="직원", handed_to="legal")

    def told(verb: str, case: Case = waiting) -> set[str]:
        letters = notifier.letters(case, verb, "가", (), people, addresses, MOMENT)
        return {Notice.model_validate_json(letter.record).to for letter in letters}

    assert told("submit") == {"b@example.com"}
    assert told("return", waiting.model_copy(update={"state": "returned"})) == {"a@example.com", "c@example.com"}
    assert told("hand_over") == {"d@example.com"}
    assert told("assign") == {"c@example.com"}
    assert told("close") == set()


QUIET = [
    # now in Seoul, may be written from
    ("22:00", "22:00", "07:00", "2026-11-24 07:00"),
    ("23:59", "22:00", "07:00", "2026-11-24 07:00"),
    ("00:00", "22:00", "07:00", "2026-11-23 07:00"),
    ("06:59", "22:00", "07:00", "2026-11-23 07:00"),
    ("07:00", "22:00", "07:00", None),
    ("21:59", "22:00", "07:00", None),
    ("12:30", "12:00", "13:00", "2026-11-23 13:00"),
    ("13:00", "12:00", "13:00", None),
]


@pytest.mark.parametrize(("now", "since", "until", "free"), QUIET)
def test_quiet_hours(now: str, since: str, until: str, free: str | None) -> None:
    """What falls into them waits for their end; what does not goes at once."""
    moment = datetime.fromisoformat(f"2026-11-23 {now}").replace(tzinfo=SEOUL)
    expected = datetime.fromisoformat(free).replace(tzinfo=SEOUL) if free else moment

    assert Quiet.model_validate({"from": since, "to": until}).over(moment) == expected


def test_a_crisis_knows_no_quiet(desk: Desk, tmp_path: Path) -> None:
    """Level 4 is told at night, the others in the morning."""
    quiet = {"quiet": {"from": "00:00", "to": "23:59"}, "severity": 1}
    notifier = Notifier.from_files([data_folder("rules")], targets(tmp_path, SLACK | quiet))
    at = [
        notifier.letters(saying("확인", severity=level), "submit", "가", (), (), {}, MOMENT)[0].next_at
        for level in (3, 4)
    ]

    assert at[0] == datetime(2026, 11, 23, 14, 59, tzinfo=UTC)
    assert at[1] == MOMENT


WRONG = [
    ({"url": "ftp://example.com"}, "begins with https"),
    ({"url": "https://"}, "names a host"),
    ({"url": "javascript:alert(1)"}, "begins with https"),
    ({"url": "https://example.com:port/"}, "targets.0.slack.url"),
    ({"url": "https://exa mple.com/"}, "names a host"),
    ({"format": "fax"}, "targets.0"),
    ({"events": ["everything"]}, "events"),
    ({"severity": 5}, "severity"),
    ({"quiet": {"from": "7:00", "to": "8:00"}}, "quiet.from"),
    ({"secrt": "s3cr3t"}, "secrt"),
    ({"secret": ["s3cr3t"]}, "secret"),
    ({"name": "a b"}, "name"),
]


@pytest.mark.parametrize(("changes", "said"), WRONG)
def test_a_wrong_target_is_refused(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    """With file and place, and never with a value, which could be a secret."""
    path = targets(tmp_path, SLACK | {"secret": "s3cr3t"} | changes)
    with pytest.raises(SetupError, match=said) as refused:
        read_targets(path)

    assert "s3cr3t" not in str(refused.value)
    assert str(path) in str(refused.value)


def test_other_wrong_files(tmp_path: Path) -> None:
    """Two targets of one name, a password in the open, an address with a name, no YAML, an unknown key."""
    open_password = MAIL | {"starttls": False, "username": "desk", "password": "s3cr3t"}
    for rows, said in (
        ([SLACK, SLACK], "two targets are named crisis"),
        ([open_password], "secure connection"),
        ([MAIL | {"to": ["김하나 <a@example.com>"]}], "to.0"),
        ([MAIL | {"from": "desk@example.com\nBcc: x@example.com"}], "from"),
    ):
        with pytest.raises(SetupError, match=said) as refused:
            read_targets(targets(tmp_path, *rows))
        assert "s3cr3t" not in str(refused.value)
    broken = tmp_path / "broken.yaml"
    broken.write_text("targets: [\n  secret: s3cr3t", encoding="utf-8")
    with pytest.raises(SetupError, match="as YAML at line") as refused:
        read_targets(broken)
    assert "s3cr3t" not in str(refused.value)
    with pytest.raises(SetupError, match="target: Extra"):
        read_targets(targets(tmp_path, target=[]))
    with pytest.raises(SetupError, match="not a file"):
        Settings.from_environment({"PLAYBOOK_NOTIFY": str(tmp_path / "missing.yaml")})


def test_the_file_in_the_documentation_is_right(tmp_path: Path) -> None:
    """What a company copies from there is taken as it stands, and the receiver's code there knows our signature."""
    page = (data_folder("rules").parent / "docs" / "notify.md").read_text(encoding="utf-8")
    copied, code = tmp_path / "notify.yaml", re.findall(r"```python\n(.*?)```", page, re.S)[0]
    copied.write_text(re.findall(r"```yaml\n(.*?)```", page, re.S)[0], encoding="utf-8")
    said: dict[str, Any] = {}
    exec(code, said)
    header = signature(b"body", "secret", datetime.now(UTC))

    assert [target.format for target in read_targets(copied).targets] == ["slack", "plain", "email"]
    assert said["genuine"](header, b"body", "secret")
    assert not said["genuine"](header, b"other", "secret")


def test_the_rules_cover_what_they_should(desk: Desk, tmp_path: Path) -> None:
    """Every event is there once, each follows a step, and levels are called what the screens call them."""
    notifier = Notifier.from_files([data_folder("rules")], None)

    assert {*notifier.events, "digest"} == set(get_args(EventName))
    assert {rule.after for rule in notifier.events.values()} <= {*get_args(Verb), "receive", "missed"}
    assert notifier.levels == {level: word for level, (_, word, _) in LEVELS.items()}
    with pytest.raises(RuleError, match=r"notify\.yaml"):
        Notifier.from_files([tmp_path / "nothing"], None)


NOTICE = Notice.model_validate({
    "id": "o-1", "event": "submitted", "happened": MOMENT, "case": "c-<1>&", "severity": 4,
    "clock": {"ko": "첫 공식 입장", "en": "First statement"}, "due": MOMENT + timedelta(hours=1),
})  # fmt: skip


def worded(tmp_path: Path, form: str, lang: str = "ko", link: str | None = "https://desk.example.com/") -> Any:
    target = Webhook.model_validate(SLACK | {"format": form})
    more = {"link": link} if link else {}
    notifier = Notifier.from_files([data_folder("rules")], targets(tmp_path, **more))
    return body_of(target, Wording(NOTICE, notifier, lang))  # type: ignore[arg-type]


def test_slack(tmp_path: Path) -> None:
    """Block Kit with a text beside it; what is markup there is escaped; the button opens the case."""
    body = worded(tmp_path, "slack")

    assert body["text"] == "[위기] 답변이 검토를 기다리고 있습니다"
    assert [block["type"] for block in body["blocks"]] == ["header", "section", "section", "actions"]
    assert body["blocks"][1]["text"]["text"] == "*사안*\nc-&lt;1&gt;&amp;"
    assert body["blocks"][2]["text"]["text"] == "*시계*\n첫 공식 입장, 11월 23일 11:00까지"
    assert body["blocks"][3]["elements"][0]["url"] == "https://desk.example.com/?case=c-%3C1%3E%26"
    assert "actions" not in [block["type"] for block in worded(tmp_path, "slack", link=None)["blocks"]]


def test_jandi(tmp_path: Path) -> None:
    """Body, colour of the level and one entry a fact."""
    body = worded(tmp_path, "jandi")

    assert body["body"] == "[[위기 · 답변이 검토를 기다리고 있습니다]](https://desk.example.com/?case=c-%3C1%3E%26)"
    assert body["connectColor"] == "#B91C1C"
    assert [entry["title"] for entry in body["connectInfo"]] == ["사안", "시계"]


def test_teams(tmp_path: Path) -> None:
    """An Adaptive Card in the envelope of a workflow, not a connector's message card."""
    body = worded(tmp_path, "teams", "en")
    (attachment,) = body["attachments"]

    assert body["type"] == "message"
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert attachment["content"]["type"] == "AdaptiveCard"
    assert attachment["content"]["body"][0]["text"] == "[Crisis] A reply is waiting for review"
    assert attachment["content"]["body"][1]["facts"][1] == {
        "title": "Clock", "value": "First statement, due 23 November 11:00 (Seoul)",
    }  # fmt: skip
    assert attachment["content"]["actions"][0]["type"] == "Action.OpenUrl"


def test_plain(tmp_path: Path) -> None:
    """Names and values for a program."""
    body = worded(tmp_path, "plain", "en")

    assert body == {
        "id": "o-1", "event": "submitted", "happened": "2026-11-23T01:00:00Z", "case": "c-<1>&", "severity": 4,
        "due": "2026-11-23T02:00:00Z", "says": "A reply is waiting for review", "level": "Crisis",
        "link": "https://desk.example.com/?case=c-%3C1%3E%26", "clock": "First statement",
    }  # fmt: skip


def test_mail(tmp_path: Path) -> None:
    """Subject and text; marked as automatic, with an id that stays the same."""
    notifier = Notifier.from_files([data_folder("rules")], targets(tmp_path, link="https://desk.example.com"))
    notice = NOTICE.model_copy(update={"to": "a@example.com"})
    mail = mail_of(Mail.model_validate(MAIL), Wording(notice, notifier, "ko"))

    assert mail["Subject"] == "[위기] 답변이 검토를 기다리고 있습니다"
    assert (mail["To"], mail["Message-ID"], mail["Auto-Submitted"]) == (
        "a@example.com", "<o-1@example.com>", "auto-generated",
    )  # fmt: skip
    assert "첫 공식 입장, 11월 23일 11:00까지" in mail.get_content()
    assert mail.get_content().endswith("https://desk.example.com/?case=c-%3C1%3E%26\n")


def test_digests_are_posted_once_a_day(telling: Callable[..., Desk]) -> None:
    """One for the desk, one for each person with something to do; nothing twice on one day."""
    desk = telling(SLACK | {"events": ["digest"]}, MAIL | {"to": ["concerned"], "events": ["digest"]},
                   people={"작성자": "a@example.com", "승인자": "b@example.com"})  # fmt: skip
    assert desk.post_digests() == ([], [])
    _decide(desk, in_review(desk, CANARY), "assign", to="작성자")
    letters, unknown = desk.post_digests()
    now = datetime.now(UTC)

    def read(letter: Letter) -> Notice:
        return Notice.model_validate_json(letter.record)

    assert unknown == []
    assert sorted((letter.target, read(letter).to) for letter in letters) == [
        ("crisis", ""), ("mail", "a@example.com"), ("mail", "b@example.com"),
    ]  # fmt: skip
    mine = next(read(letter).digest for letter in letters if read(letter).to == "b@example.com")
    assert mine is not None
    assert [line.case for line in mine.sections["waiting"]] == ["c-1"]
    assert desk.post_digests(now) == ([], [])
    assert len(desk.post_digests(now + timedelta(days=1))[0]) == 3
    assert all(CANARY not in letter.record for letter in desk.store.letters())
    said = Wording(read(letters[0]), desk.notifier, "ko")
    assert ("검토나 수정을 기다리는 답변 (1)", "c-1 · 일반") in said.facts
    assert Wording(NOTICE.model_copy(update={"digest": mine}), desk.notifier, "ko").facts[0][0] == "내 차례 (1)"


def test_personal_data_of_the_writer_stays_out(telling: Callable[..., Desk]) -> None:
    """Neither handle nor number of whoever wrote the message leaves the desk."""
    desk = telling(SLACK | {"severity": 1}, {**SLACK, "name": "teams", "format": "teams", "severity": 1})
    text = "제 번호 010-1234-5678로 전화 주세요. 배터리에서 연기가 났어요."
    desk.receive(Message(text=text, context=Context(handle="@angry_user"), channel="x"), "접수")
    letters = desk.store.letters()

    assert len(letters) == 2
    for letter in letters:
        notice = Notice.model_validate_json(letter.record)
        target = desk.notifier.targets[letter.target]
        assert isinstance(target, Webhook)
        body = json.dumps(body_of(target, Wording(notice, desk.notifier, "ko")), ensure_ascii=False)
        assert all(secret not in body + letter.record for secret in ("1234", "angry_user", "배터리", "접수자"))
