"""The layout is the architecture: imports go one way, heavy packages stay in their rooms."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import playbook

ROOT = Path(playbook.__file__).resolve().parent

TIERS = [
    {"errors"},
    {"records", "settings"},
    {"language", "llm"},
    {"library", "triage"},
    {"reply"},
    {"review", "surge", "evaluation"},
    {"parts"},
    {"desk", "testing"},
    {"screens", "doctor"},
    {"web"},
    {"verbs"},
    {"cli"},
]
RANK = {room: rank for rank, rooms in enumerate(TIERS) for room in rooms}
SETTINGS_READERS = {"desk", "parts", "verbs", "doctor", "screens", "web", "evaluation", "settings"}
"""Only these ask where things are; the environment itself is read in settings alone."""

STORE = tuple(str(path.relative_to(ROOT)) for path in (ROOT / "review" / "store").rglob("*.py"))
"""Where the database is spoken to; the package as a whole is imported when a store is opened."""

HEAVY: dict[str, tuple[str, ...]] = {
    "torch": (),
    "sentence_transformers": ("library/encoder.py",),
    "model2vec": ("library/encoder.py",),
    "chromadb": ("library/dense.py",),
    "langchain": ("llm/model.py",),
    "langchain_core": ("library/retriever.py",),
    "langchain_text_splitters": ("library/documents.py",),
    "mammoth": ("library/documents.py",),
    "docx": ("reply/export.py",),
    "pdfplumber": ("library/documents.py",),
    "argon2": ("review/passwords.py",),
    "zxcvbn": ("review/passwords.py",),
    "authlib": ("web/oidc.py",),
    "holidays": ("reply/deadlines/calendar.py",),
    "ahocorasick": ("triage/needles.py",),
    "kiwipiepy": ("library/lexical.py",),
    "bm25s": ("library/lexical.py",),
    "cryptography": ("review/seal.py",),
    "rapidfuzz": ("review/changes.py",),
    "sqlalchemy": STORE,
    "alembic": STORE,
    "httpx": ("review/notify/delivery.py",),
    "aiosmtplib": ("review/notify/delivery.py",),
    "sklearn": (),
}
ROOMS_OF = {
    "gradio": ("screens",),
    "polars": ("surge",),
    "fastapi": ("screens", "web"),
    "uvicorn": ("web",),
    "limits": ("web",),
    "prometheus_client": ("web",),
}
MODULES = sorted(ROOT.rglob("*.py"))


def imports(path: Path) -> list[tuple[str, bool]]:
    """Imported module names, and whether the import stands at the top of the file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = set(map(id, tree.body))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, id(node) in top) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append((node.module, id(node) in top))
    return found


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_imports_go_one_way() -> None:
    """A room imports only from rooms below it, or from itself."""
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in MODULES
        if (own := path.relative_to(ROOT).parts[0].removesuffix(".py")) != "__init__"
        for name, _ in imports(path)
        if name.startswith("playbook.") and room(name) != own and RANK[room(name)] >= RANK[own]
    ]

    assert wrong == []


def test_heavy_packages_stay_in_their_rooms() -> None:
    """A heavy package is named in one module, and imported there only when used."""
    wrong = []
    for path in MODULES:
        here = str(path.relative_to(ROOT))
        own = here.split("/")[0]
        for name, at_top in imports(path):
            package = name.split(".")[0]
            if here not in HEAVY.get(package, (here,)) or own not in ROOMS_OF.get(package, (own,)):
                wrong.append(f"{here} imports {name}")
            elif package in HEAVY and at_top and here not in ("library/retriever.py", *STORE):
                wrong.append(f"{here}: {name} at the top")

    assert wrong == []


def test_settings_are_asked_for_in_few_places() -> None:
    """Rooms below the desk get what they need as arguments."""
    readers = {
        path.relative_to(ROOT).parts[0].removesuffix(".py")
        for path in MODULES
        if any(name == "playbook.settings" for name, _ in imports(path))
    }

    assert readers - {"__init__"} <= SETTINGS_READERS


def test_environment_is_read_in_settings_alone() -> None:
    """No other module of a room reads a PLAYBOOK_ variable."""
    own = {str(p.relative_to(ROOT)): p.read_text(encoding="utf-8") for p in MODULES}
    readers = {name for name, text in own.items() if "PLAYBOOK_" in text and re.search(r"os\.environ|getenv", text)}

    assert readers <= {"settings.py"}


def test_no_file_holds_two_nouns() -> None:
    """A file past 400 lines asks to be split."""
    long = [str(p.relative_to(ROOT)) for p in MODULES if len(p.read_text(encoding="utf-8").splitlines()) > 400]

    assert long == []


def test_public_names() -> None:
    """Twelve at the most, sorted, each importable."""
    assert len(playbook.__all__) <= 12
    assert playbook.__all__ == sorted(playbook.__all__)
    assert all(getattr(playbook, name) for name in playbook.__all__)
    with pytest.raises(AttributeError):
        _ = playbook.nothing_of_this_name  # type: ignore[attr-defined]


def test_help_imports_nothing_heavy() -> None:
    """`playbook --help` answers before a model, a database or even pydantic is loaded."""
    script = (
        "import sys, playbook, playbook.cli as c; c.parser().format_help();"
        "print([m for m in ('pydantic','numpy','yaml','torch','gradio','chromadb','sqlalchemy') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"


def test_triage_imports_no_torch() -> None:
    """Labelling needs neither torch nor a vector database nor a web server."""
    script = (
        "import sys, tempfile, pathlib\n"
        "from playbook import Desk, Message, Settings\n"
        "Desk(Settings(home=pathlib.Path(tempfile.mkdtemp()))).triage(Message(text='환불이 안 됩니다'))\n"
        "print([m for m in ('torch','transformers','gradio','chromadb','sqlalchemy','kiwipiepy') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"
