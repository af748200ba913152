"""Keys of this desk: files under its home that only the program reads."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from playbook.errors import SetupError


def kept_key(path: Path, make: Callable[[], bytes]) -> bytes:
    """The key in a file that only its owner may read; made where there is none, once among several processes.

    Raises:
        SetupError: the file cannot be read or written, is empty, or others may read it.
    """
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
            with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
                file.write(make())
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):  # another process was faster; its key is the one
                os.link(part, path)
            part.unlink()
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise SetupError(f"The key {path} may be read by others; run: chmod 600 {path}")
        key = path.read_bytes()
    except OSError as error:
        raise SetupError(f"The key {path} cannot be read or made: {error.strerror or error}.") from error
    if not key:
        raise SetupError(f"The key {path} is empty; put it back from a backup, or remove it to have a new one made.")
    return key
