"""Settings: read in one place, strictly; the errors that callers catch."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

import playbook.errors
from playbook.errors import PlaybookError, SetupError
from playbook.settings import QUIET, Settings, data_folder

FIELDS = {field.name for field in dataclasses.fields(Settings)}


def test_nothing_has_to_be_set() -> None:
    """Every field has a default that needs no network, no key and no server."""
    settings = Settings.from_environment({})

    assert settings == Settings(home=Path.home() / ".local/share/playbook")
    assert settings.encoder is settings.llm is settings.database_url is settings.chroma_url is None
    assert settings.rules == settings.knowledge == ()


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("PLAYBOOK_ENCODER", "encoder", "some/model"),
        ("PLAYBOOK_LLM", "llm", "openai:gpt"),
        ("PLAYBOOK_DATABASE_URL", "database_url", "postgresql+psycopg://desk@db/cases"),
        ("PLAYBOOK_CHROMA_URL", "chroma_url", "http://127.0.0.1:8000"),
    ],
)
def test_a_setting_is_taken(name: str, field: str, value: str) -> None:
    """As it is written; set to nothing, it is not set."""
    assert getattr(Settings.from_environment({name: value}), field) == value
    assert getattr(Settings.from_environment({name: ""}), field) is None


def test_every_field_has_a_setting(tmp_path: Path) -> None:
    """And no setting is without a field."""
    for field in FIELDS:
        said = ""
        try:
            Settings.from_environment({f"PLAYBOOK_{field.upper()}": str(tmp_path)})
        except SetupError as error:  # a folder is no value of some, but all are known
            said = str(error)
        assert "Unknown setting" not in said
    with pytest.raises(SetupError) as caught:
        Settings.from_environment({"PLAYBOOK_NOTHING": "1"})

    assert {f"PLAYBOOK_{field.upper()}" for field in FIELDS} == {
        word.strip(",.;") for word in str(caught.value).split("known are")[1].split()
    }


@pytest.mark.parametrize("name", ["PLAYBOOK_HOEM", "PLAYBOOK_", "PLAYBOOK_home", "PLAYBOOK_RULE"])
def test_an_unknown_setting_is_refused(name: str) -> None:
    """A slip of the pen would otherwise do nothing and say nothing."""
    with pytest.raises(SetupError, match=f"Unknown setting {name};"):
        Settings.from_environment({name: "x"})


@pytest.mark.parametrize("name", ["HOME", "PLAYBOOKS", "MY_PLAYBOOK_HOME", "playbook_home", "PATH"])
def test_other_names_are_nobodys_business(name: str) -> None:
    """Only the prefix counts."""
    assert Settings.from_environment({name: "/nowhere"}) == Settings.from_environment({})


@pytest.mark.parametrize(
    ("home", "given"), [(Path.home() / "cases", "~/cases"), (Path("/srv/cases"), "/srv/cases"), (Path("here"), "here")]
)
def test_home_may_be_written_short(home: Path, given: str) -> None:
    """A folder that is not there yet is made later."""
    assert Settings.from_environment({"PLAYBOOK_HOME": given}).home == home


def test_home_is_no_file(tmp_path: Path) -> None:
    """Said at once and not when the first case is lost."""
    (tmp_path / "file").write_text("")
    with pytest.raises(SetupError, match="which is a file; name a folder"):
        Settings.from_environment({"PLAYBOOK_HOME": str(tmp_path / "file")})


@pytest.mark.parametrize("name", ["rules", "knowledge"])
def test_folders_are_listed_as_in_path(tmp_path: Path, name: str) -> None:
    """In order, the first wins; empty places between separators are none."""
    one, two = tmp_path / "하나", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    given = f"{one}{os.pathsep}{os.pathsep}{two}{os.pathsep}"

    assert getattr(Settings.from_environment({f"PLAYBOOK_{name.upper()}": given}), name) == (one, two)


@pytest.mark.parametrize("name", ["PLAYBOOK_RULES", "PLAYBOOK_KNOWLEDGE"])
def test_a_folder_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    """Missing, or a file: the error names the setting and the folder."""
    (tmp_path / "file").write_text("")
    for wrong in (tmp_path / "missing", tmp_path / "file"):
        with pytest.raises(SetupError, match=f"{name} names") as caught:
            Settings.from_environment({name: f"{tmp_path}{os.pathsep}{wrong}"})
        assert str(wrong) in str(caught.value)


def test_settings_do_not_change() -> None:
    """What was read once holds."""
    settings = Settings.from_environment({})
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.encoder = "another"  # type: ignore[misc]


def test_given_values_leave_the_environment_alone() -> None:
    """Only reading the real environment quiets the libraries."""
    before = dict(os.environ)
    Settings.from_environment({"PLAYBOOK_LLM": "x:y"})

    assert dict(os.environ) == before


def in_a_new_process(script: str, **environment: str) -> str:
    bare = {name: value for name, value in os.environ.items() if name not in {*QUIET, "HF_HUB_OFFLINE"}}
    run = [sys.executable, "-c", f"import os; from playbook.settings import Settings; {script}"]
    return subprocess.run(run, env=bare | environment, capture_output=True, text=True, check=True).stdout.strip()


def test_libraries_are_told_to_keep_still() -> None:
    """No telemetry; and no download unless a model is named."""
    names = [*QUIET, "HF_HUB_OFFLINE"]
    ask = f"Settings.from_environment(); print([os.environ.get(n) for n in {names}])"

    assert in_a_new_process(ask) == str([*QUIET.values(), "1"])
    assert in_a_new_process(ask, PLAYBOOK_ENCODER="some/model") == str([*QUIET.values(), None])


def test_a_person_may_have_said_otherwise() -> None:
    """What the environment already says stays."""
    ask = "Settings.from_environment(); print(os.environ['TOKENIZERS_PARALLELISM'])"

    assert in_a_new_process(ask, TOKENIZERS_PARALLELISM="true") == "true"


@pytest.mark.parametrize("name", ["rules", "knowledge"])
def test_the_folders_that_ship_are_found(name: str) -> None:
    """Beside the package in a checkout, inside it when installed."""
    assert any(data_folder(name).iterdir())


@pytest.mark.parametrize("name", ["no such folder", "pyproject.toml"])
def test_a_folder_that_does_not_ship_is_missed(name: str) -> None:
    """The error says what is missing and how to mend it."""
    with pytest.raises(SetupError, match="Install playbook again"):
        data_folder(name)


def test_one_error_catches_all() -> None:
    """Every error that the program raises on purpose is one of the drawing at the top of its file."""
    tree = [e for e in vars(playbook.errors).values() if isinstance(e, type) and issubclass(e, Exception)]

    assert {e.__name__ for e in tree} - {"PlaybookError"} == {
        "InputError", "RuleError", "KnowledgeError", "SetupError", "ReviewError",
    }  # fmt: skip
    assert all(issubclass(e, PlaybookError) for e in tree)
    assert all(e.__name__ in (playbook.errors.__doc__ or "") and e.__doc__ for e in tree)


@pytest.mark.parametrize("error", [ValueError, OSError, KeyError, RuntimeError])
def test_a_bug_is_none_of_them(error: type[Exception]) -> None:
    """What nobody foresaw is not dressed up as something a caller can mend."""
    assert not issubclass(error, PlaybookError)
    assert not issubclass(PlaybookError, error)


@pytest.mark.parametrize(
    ("given", "field", "value"),
    [
        ({"PLAYBOOK_LOGIN": "on"}, "login", "on"),
        ({"PLAYBOOK_LOGIN": ""}, "login", "auto"),
        ({"PLAYBOOK_URL": "https://desk.example.com/"}, "url", "https://desk.example.com"),
        ({"PLAYBOOK_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8"}, "trusted_proxies", ("127.0.0.1", "10.0.0.0/8")),
        ({"PLAYBOOK_TRUSTED_PROXIES": ""}, "trusted_proxies", ()),
        ({"PLAYBOOK_SESSION_IDLE": "30m"}, "session_idle", timedelta(minutes=30)),
        ({"PLAYBOOK_SESSION_LIFE": "2d"}, "session_life", timedelta(days=2)),
        ({"PLAYBOOK_REFRESH": "20s"}, "refresh", timedelta(seconds=20)),
        ({"PLAYBOOK_REFRESH": "2s"}, "refresh", timedelta(seconds=2)),
        ({}, "refresh", timedelta(seconds=10)),
        ({}, "session_idle", timedelta(hours=8)),
        ({}, "session_life", timedelta(days=7)),
    ],
)
def test_a_setting_of_the_login_is_read(given: dict[str, str], field: str, value: object) -> None:
    """In words that a person writes."""
    assert getattr(Settings.from_environment(given), field) == value


@pytest.mark.parametrize(
    "given",
    [
        {"PLAYBOOK_LOGIN": "yes"},
        {"PLAYBOOK_LOGIN": "ON"},
        {"PLAYBOOK_URL": "desk.example.com"},
        {"PLAYBOOK_URL": "ftp://desk.example.com"},
        {"PLAYBOOK_URL": "https://me:secret@desk.example.com"},
        {"PLAYBOOK_TRUSTED_PROXIES": "*"},
        {"PLAYBOOK_TRUSTED_PROXIES": "10.0.0.1/8"},
        {"PLAYBOOK_TRUSTED_PROXIES": "proxy.example.com"},
        {"PLAYBOOK_SESSION_IDLE": "8"},
        {"PLAYBOOK_SESSION_IDLE": "0h"},
        {"PLAYBOOK_SESSION_LIFE": "1 week"},
        {"PLAYBOOK_REFRESH": "1s"},
        {"PLAYBOOK_REFRESH": "21s"},
        {"PLAYBOOK_REFRESH": "10"},
        {"PLAYBOOK_OIDC_ISSUER": "https://id.example.com"},
        {"PLAYBOOK_OIDC_CLIENT_ID": "playbook"},
        {"PLAYBOOK_OIDC_ISSUER": "http://id.example.com", "PLAYBOOK_OIDC_CLIENT_ID": "playbook"},
    ],
)
def test_a_setting_of_the_login_that_means_nothing(given: dict[str, str]) -> None:
    """Said at the start, by its name."""
    with pytest.raises(SetupError, match="PLAYBOOK_"):
        Settings.from_environment(given)


def test_a_secret_is_not_shown() -> None:
    """Not even by a traceback."""
    given = {"PLAYBOOK_OIDC_ISSUER": "https://id.example.com", "PLAYBOOK_OIDC_CLIENT_ID": "playbook",
             "PLAYBOOK_OIDC_CLIENT_SECRET": "hush"}  # fmt: skip
    settings = Settings.from_environment(given)

    assert settings.oidc_client_secret == "hush"
    assert "hush" not in repr(settings)
