"""What an evidence pack proves to somebody who has nothing else.

Every fault is named, not just the first. That the pack leaves nothing out that was done after its last entry, and that
the key is the company's, nobody can see from the pack: compare its head and its fingerprint with what the company says.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from playbook.errors import InputError
from playbook.records import Record
from playbook.review.audit import Entry, Fault, Link, faults, sha256, without
from playbook.review.evidence import CASE, FORMAT, LOG, MANIFEST, PAGE, SEAL, Manifest, Matter, Row
from playbook.review.seal import fingerprint, sealed

NAMES = (CASE, LOG, PAGE, MANIFEST, SEAL)
LARGEST = 256 * 1024 * 1024
"""Bytes of all files of a pack, unpacked; what is larger is no pack of ours."""


class Proof(Record):
    """What was found in a pack."""

    manifest: Manifest
    fingerprint: str
    """Of the key that the manifest names."""
    rows: int
    entries: int
    full: int
    """Entries that are given in full."""
    faults: tuple[Fault, ...]


def prove(path: Path, anchor: tuple[int, str] | None = None, key: str = "") -> Proof:
    """Look a pack over.

    Args:
        path: the pack.
        anchor: number and hash of an entry that the log is known to have had.
        key: fingerprint of the key that it has to be sealed with; any where empty.

    Raises:
        InputError: it is no pack: not a ZIP archive, or with other files or more in it than a pack has.
    """
    files = unpacked(path)
    manifest = _manifest(files[MANIFEST], path)
    found = [*_seal(files, manifest, key), *_files(files, manifest)]
    log, of_log = _log(files[LOG])
    given, of_case = _matter(files[CASE], manifest)
    chain = [*of_log, *faults(log, (manifest.seq, manifest.hash)), *(without(log, anchor) if anchor else ())]
    full = [each for each in log if isinstance(each, Entry)]
    rows = [*of_case, *(_rows(given, full) if given else ())]
    return Proof(
        manifest=manifest, fingerprint=fingerprint(_bytes(manifest.public_key)), rows=len(given.rows) if given else 0,
        entries=len(log), full=len(full), faults=(*found, *chain, *rows),
    )  # fmt: skip


def unpacked(path: Path) -> dict[str, bytes]:
    """The files of a pack; no more is ever unpacked than a pack may have.

    Raises:
        InputError: it is no pack.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}.") from error
    files: dict[str, bytes] = {}
    left = LARGEST
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()
            if sorted(names) != sorted(NAMES):
                odd = sorted(set(names) ^ set(NAMES)) or sorted({name for name in names if names.count(name) > 1})
                raise InputError(f"{path}: no evidence pack: it has to have exactly {', '.join(NAMES)}; look at "
                                 f"{', '.join(map(repr, odd[:5]))}.")  # fmt: skip
            for info in archive.infolist():
                with archive.open(info) as file:
                    files[info.filename] = file.read(left + 1)
                left -= len(files[info.filename])
                if left < 0:
                    raise InputError(f"{path}: unpacks to more than {LARGEST:,} bytes; no evidence pack does.")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise InputError(f"{path}: a broken ZIP archive, or none: {error}.") from error
    return files


def _manifest(content: bytes, path: Path) -> Manifest:
    try:
        found = Manifest.model_validate_json(content)
    except ValidationError as error:
        raise InputError(f"{path}: {MANIFEST} cannot be read: {_first(error)}.") from error
    if found.format != FORMAT:
        raise InputError(f"{path}: a pack of format {found.format}; this program reads {FORMAT}. Update Playbook.")
    return found


def _seal(files: Mapping[str, bytes], manifest: Manifest, key: str) -> Iterator[Fault]:
    public = _bytes(manifest.public_key)
    signature = _bytes(files[SEAL])
    if files[SEAL] != base64.b64encode(signature) + b"\n" or not sealed(public, signature, files[MANIFEST]):
        yield Fault(seq=None, place=SEAL, what=f"is not the seal of this {MANIFEST} by the key that it names")
    if key and fingerprint(public) != key.strip():
        yield Fault(seq=None, place=SEAL, what=f"was made with another key: {fingerprint(public)}, not {key.strip()}")


def _files(files: Mapping[str, bytes], manifest: Manifest) -> Iterator[Fault]:
    for name in (CASE, LOG, PAGE):
        if manifest.files.get(name) != sha256(files[name]):
            yield Fault(seq=None, place=name, what=f"is not the file that {MANIFEST} was made for")
    for name in sorted(manifest.files.keys() - {CASE, LOG, PAGE}):
        yield Fault(seq=None, place=MANIFEST, what=f"names a file {name!r} that packs do not have")


def _log(content: bytes) -> tuple[list[Link], list[Fault]]:
    log: list[Link] = []
    found: list[Fault] = []
    for number, line in enumerate(content.splitlines(), 1):
        try:
            value = json.loads(line)
            log.append((Entry if isinstance(value, dict) and "by" in value else Link).model_validate(value))
        except (ValidationError, ValueError) as error:
            found.append(Fault(seq=None, place=f"{LOG}, line {number}", what=f"cannot be read: {_first(error)}"))
    return log, found


def _matter(content: bytes, manifest: Manifest) -> tuple[Matter | None, list[Fault]]:
    try:
        given = Matter.model_validate_json(content)
    except ValidationError as error:
        return None, [Fault(seq=None, place=CASE, what=f"cannot be read: {_first(error)}")]
    if given.subject == manifest.subject:
        return given, []
    return given, [Fault(seq=None, place=CASE, what=f"is about {given.subject}, the seal about {manifest.subject}")]


def _rows(given: Matter, full: Iterable[Entry]) -> Iterator[Fault]:
    last: dict[str, tuple[int, str]] = {}
    ours: set[str] = set()
    for each in full:
        last.update((key, (each.seq, digest)) for key, digest in each.rows.items())
        ours |= {key for key in each.rows if each.subject in given.subjects or _id_of(key) in given.subjects}
    seen: set[str] = set()
    for row in given.rows:
        seq, digest = last.get(row.key, (None, None))
        if row.key in seen:
            yield Fault(seq=seq, place=row.key, what=f"stands twice in {CASE}")
        seen.add(row.key)
        if digest is None:
            yield Fault(seq=None, place=row.key, what="is in no entry of the log")
        elif digest != row.digest or (row.record is not None and sha256(row.record) != digest):
            yield Fault(seq=seq, place=row.key, what="is not the row that the log tells of")
        yield from _given(row, seq)
    for key in sorted(ours - seen):
        if last[key][1]:
            yield Fault(seq=last[key][0], place=key, what=f"is told of in the log and missing from {CASE}")


def _given(row: Row, seq: int | None) -> Iterator[Fault]:
    if (row.record is None) == (row.masked is None):
        yield Fault(seq=seq, place=row.key, what="has to be given either word for word or masked")


def _id_of(key: str) -> str:
    """The id that a row belongs to; comments, promises and facts are told by the entry that wrote them."""
    return key.split("/")[1] if "/" in key else ""


def _bytes(encoded: str | bytes) -> bytes:
    try:
        return base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc'])) or 'it'}: {first['msg']}"
    return str(error)


def anchor_of(text: str) -> tuple[int, str]:
    """An anchor as ``playbook audit head`` prints it: number and hash of an entry.

    Raises:
        InputError: it is none.
    """
    found = re.fullmatch(r"\s*(\d{1,18}):([0-9a-f]{64})\s*", text)
    if not found:
        raise InputError(f"{text!r} is no anchor; it is a number, a colon and 64 digits: see `playbook audit head`.")
    return int(found[1]), found[2]
