"""What users install is whole: rules, cards, models and scenarios are in the wheel, and it runs from there."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_wheel_holds_everything(wheel: Path) -> None:
    """Every rule file, card, model and scenario of the checkout is inside, and nothing of the tests."""
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = [
        f"playbook/{path.relative_to(ROOT)}"
        for folder in ("rules", "knowledge", "evals/scenarios")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    ]
    wanted += [
        "playbook/evals/thresholds.yaml",
        "playbook/models/heads.npz",
        "playbook/models/encoder/model.safetensors",
        "playbook/models/words/model.safetensors",
    ]

    assert len(wanted) > 100
    assert [name for name in wanted if name not in inside] == []
    assert [name for name in inside if name.startswith(("tests/", "training/", "playbook/tests"))] == []


def test_wheel_runs_alone(wheel: Path, tmp_path: Path) -> None:
    """Unpacked far from the checkout it validates its rules, finds its cards and labels a message."""
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    environment = {**os.environ, "PYTHONPATH": str(site), "PLAYBOOK_HOME": str(tmp_path / "home")}
    for arguments in (["rules", "check"], ["knowledge", "list"], ["triage", "--json"]):
        done = subprocess.run(
            [sys.executable, "-m", "playbook.cli", *arguments],
            input='{"id": "1", "text": "환불이 3주째 안 됩니다"}\n', capture_output=True, text=True, env=environment,
            cwd=tmp_path,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert done.stdout
    where = subprocess.run(
        [sys.executable, "-c", "import playbook; print(playbook.__file__)"],
        capture_output=True, text=True, env=environment, cwd=tmp_path, check=True,
    )  # fmt: skip

    assert str(site) in where.stdout
