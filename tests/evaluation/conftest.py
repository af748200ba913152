"""A folder of two small suites, and a desk that gets one right, one wrong and crashes at one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from playbook.evaluation.results import Report
from playbook.evaluation.run import run
from playbook.evaluation.scenarios import load_suites
from playbook.testing import FakeDesk, a_case, a_citation, a_draft


def a_scenario(name: str = "cup-ko", **expect: Any) -> dict[str, Any]:
    labels = {"kind": "complaint", "topic": "product_quality", "severity": [1], "stance": "escalate_cs", "owner": "cs"}
    return {
        "id": name,
        "message": {"text": "주문한 컵이 깨져서 왔어요.", "channel": "x"},
        "expect": labels | expect,
        "why": "One person's ordinary matter.",
    }


def a_suite(name: str = "cups", *scenarios: dict[str, Any]) -> dict[str, Any]:
    return {"suite": name, "about": {"ko": "컵", "en": "cups"}, "scenarios": list(scenarios) or [a_scenario()]}


def write(path: Path, value: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")
    return path


LEAST = {
    "kind": 0.5,
    "topic": 0.5,
    "severity": 0.5,
    "severity_within_one": 0.5,
    "stance": 0.5,
    "owner": 0.5,
    "draft": 0.5,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """``scenarios`` of two suites and ``thresholds.yaml``."""
    english = a_scenario(
        "fire-en", kind="incident", topic="safety", severity=[4], stance="transparency", owner="safety"
    )
    english["message"] = {"text": "The battery exploded and two people died."}
    write(
        tmp_path / "scenarios" / "cups.yaml",
        a_suite(
            "cups",
            a_scenario(
                "cup-ko", cites_any=["case", "guideline"], draft={"lang": "ko", "must_not_contain": ["환불해 드립니다"]}
            ),
            a_scenario("spam-ko", kind="spam", topic="other", stance="monitor", owner="pr", draft="none"),
        ),
    )
    write(tmp_path / "scenarios" / "fires.yaml", a_suite("fires", english, a_scenario("crash-ko")))
    write(tmp_path / "thresholds.yaml", {"least": LEAST, "errors_at_most": 1})
    return tmp_path


@pytest.fixture
def desk() -> FakeDesk:
    """``cup-ko`` right; ``fire-en`` mostly wrong; ``crash-ko`` crashes; ``spam-ko`` right and asked for a look."""
    return FakeDesk(
        {
            "cup-ko": a_case(citations=(a_citation("case"),), draft=a_draft("죄송합니다. 주문 번호를 알려 주세요.")),
            "spam-ko": a_case(kind="spam", topic="other", stance="monitor", owner="pr", needs_human=True),
            "fire-en": a_case(kind="incident", topic="safety", severity=2),
            "crash-ko": ValueError("bad\nthing <&\x00"),
        }
    )


@pytest.fixture
def report(folder: Path, desk: FakeDesk) -> Report:
    """One run of the fake desk over both suites."""
    return run(load_suites([folder / "scenarios"]), desk)
