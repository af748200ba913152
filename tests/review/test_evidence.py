"""Evidence packs: what they hold, what they prove to a stranger, and that nothing in them can be altered unseen."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbook.desk import Desk
from playbook.errors import InputError, ReviewError
from playbook.records import Context, Decision, Message
from playbook.review.audit import GENESIS, canonical, link, sha256
from playbook.review.evidence import CASE, LOG, MANIFEST, PAGE, SEAL, Manifest, zipped
from playbook.review.proof import NAMES, prove
from playbook.review.seal import Seal
from playbook.settings import Settings

PHONE, HANDLE = "010-2345-6789", "gildong_hong"
WHEN = datetime(2026, 11, 22, 9, tzinfo=UTC)
FILES = st.sampled_from(NAMES)


class Packed(NamedTuple):
    """A desk with two cases of one issue and one apart, and a pack of the first."""

    desk: Desk
    case: str
    issue: str
    apart: str
    pack: bytes


@pytest.fixture(scope="module")
def packed(furnish: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Packed]:
    desk = Desk(Settings(home=furnish(tmp_path_factory.mktemp("home"))))
    issue = desk.open_issue("컵 파손", "하나").id
    desk.note_fact(issue, "상담 번호는 1588-0000입니다.", "하나")
    apart = desk.receive(Message(text="앱이 자꾸 꺼져요."), "하나").id
    said = f"컵이 깨져서 왔어요 <script>alert(1)</script>. {PHONE}로 전화 주세요."
    case = desk.draft(Message(text=said, channel="web_form", context=Context(handle=HANDLE)))
    case = desk.join(case, issue, "하나")
    slots = (
        {s.ask: "11월 30일 18시" if "기한" in s.ask else "1588-0000" for s in case.draft.slots} if case.draft else {}
    )
    case = desk.decide(case, Decision(verb="submit", by="하나", slots=slots, owners={"": "하나"}))
    assert case.draft
    desk.comment(case, f"{PHONE}에 전화해 보았습니다.", "두리")
    text = case.draft.text.replace("죄송합니다", "진심으로 죄송합니다")
    case = desk.decide(case, Decision(verb="approve", by="두리", text=text, reason="더 분명하게"))
    assert case.draft
    case = desk.decide(case, Decision(verb="record", by="하나", where="https://example.com/1", text=case.draft.text))
    case = desk.decide(case, Decision(verb="close", by="하나"))
    yield Packed(desk, case.id, issue, apart, desk.evidence(case.id, now=WHEN))
    desk.close()


@pytest.fixture
def out(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(content: bytes) -> Path:
        (tmp_path / "pack.zip").write_bytes(content)
        return tmp_path / "pack.zip"

    return write


def files_of(pack: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def resealed(files: dict[str, bytes], seal: Seal) -> bytes:
    """The files under a manifest and seal that fit them, as somebody with a key of their own would make them."""
    manifest = Manifest.model_validate_json(files[MANIFEST])
    log = files[LOG].splitlines()
    last = json.loads(log[-1])
    manifest = manifest.model_copy(update={
        "files": {name: sha256(files[name]) for name in (CASE, LOG, PAGE)}, "seq": last["seq"], "hash": last["hash"],
        "public_key": base64.b64encode(seal.public).decode(),
    })  # fmt: skip
    files = files | {MANIFEST: manifest.model_dump_json().encode()}
    return zipped(files | {SEAL: base64.b64encode(seal.sign(files[MANIFEST])) + b"\n"})


def test_a_pack_proves_itself(packed: Packed, out: Callable[[bytes], Path]) -> None:
    """Rows, chain and seal hold, and entries about others are there by digest alone."""
    proof = prove(out(packed.pack), key=packed.desk.seal.fingerprint, anchor=packed.desk.store.head())

    assert proof.faults == ()
    assert proof.fingerprint == packed.desk.seal.fingerprint
    lines = [json.loads(line) for line in files_of(packed.pack)[LOG].splitlines()]
    assert len(lines) == proof.entries == packed.desk.store.head()[0]
    shut = [line for line in lines if "by" not in line]
    assert [set(line) for line in shut] == [{"seq", "digest", "hash"}]
    assert not any(packed.apart in content.decode() for content in files_of(packed.pack).values())
    keys = [row["key"] for row in json.loads(files_of(packed.pack)[CASE])["rows"]]
    assert {key.split("/")[0] for key in keys} == {
        "cases", "messages", "drafts", "comments", "issues", "facts", "replies", "promises"
    }  # fmt: skip


def test_the_same_state_makes_the_same_pack(packed: Packed) -> None:
    """Byte for byte."""
    assert packed.desk.evidence(packed.case, now=WHEN) == packed.pack


def test_an_issue_has_all_its_cases(packed: Packed, out: Callable[[bytes], Path]) -> None:
    """And its facts; a pack of nothing that exists is refused."""
    pack = packed.desk.evidence(packed.issue, now=WHEN)
    given = json.loads(files_of(pack)[CASE])

    assert prove(out(pack)).faults == ()
    assert set(given["subjects"]) == {packed.issue, packed.case}
    with pytest.raises(ReviewError, match="no case and no issue 'c-none'"):
        packed.desk.evidence("c-none")


def test_a_masked_pack_names_nobody(packed: Packed, out: Callable[[bytes], Path]) -> None:
    """No number and no handle of the writer stands in any file, and the pack still proves itself."""
    pack = packed.desk.evidence(packed.case, mask=True, now=WHEN)

    assert prove(out(pack)).faults == ()
    for name, content in files_of(pack).items():
        for secret in (PHONE, HANDLE, PHONE.replace("-", "")):
            assert secret not in content.decode(), f"{secret} in {name}"
    rows = {row["key"]: row for row in json.loads(files_of(pack)[CASE])["rows"]}
    message = rows[f"messages/{packed.case}"]
    assert "record" not in message
    assert "<KR_PHONE>" in message["masked"]
    assert "gi***ng" in message["masked"]


def test_the_page_can_be_read_anywhere(packed: Packed) -> None:
    """In both languages, with what was changed and who signed; nothing is loaded, and nothing in it runs."""
    page = files_of(packed.pack)[PAGE].decode()

    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "src=" not in page
    assert "href=" not in page
    assert "default-src 'none'" in page
    assert "<ins>진심으로 죄송합니다.</ins>" in page or "<ins>진심으로 " in page
    for words in ("승인 서명", "signatures", "내보낸 글", "사실과 그 변경", "timeline", "더 분명하게", "두리"):
        assert words in page
    assert packed.desk.seal.fingerprint in page


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=FILES, data=st.data())
def test_a_flipped_bit_is_found(packed: Packed, tmp_path: Path, name: str, data: st.DataObject) -> None:
    """In any file of a pack."""
    files = files_of(packed.pack)
    content = bytearray(files[name])
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path = tmp_path / "flipped.zip"
    path.write_bytes(zipped(files | {name: bytes(content)}))

    try:
        said = [fault.place for fault in prove(path).faults]
    except InputError as error:
        said = [MANIFEST] if MANIFEST in str(error) else []

    assert said != []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), how=st.sampled_from(["drop", "swap", "double", "cut"]))
def test_a_log_put_otherwise_is_found_under_any_seal(
    packed: Packed, tmp_path: Path, data: st.DataObject, how: str
) -> None:
    """Dropping, swapping and repeating entries breaks the chain, however the pack is sealed again."""
    files = files_of(packed.pack)
    lines = files[LOG].splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 2))
    if how == "drop":
        del lines[at]
    elif how == "swap":
        lines[at], lines[at + 1] = lines[at + 1], lines[at]
    elif how == "double":
        lines.insert(at, lines[at])
    else:
        lines = lines[: at + 1]
    path = tmp_path / "put.zip"
    path.write_bytes(resealed(files | {LOG: b"".join(lines)}, packed.desk.seal))

    proof = prove(path, anchor=packed.desk.store.head())

    assert any(fault.place != SEAL for fault in proof.faults)


@pytest.mark.parametrize("part", ["triage", "state", "signatures", "approved_hash", "sent"])
def test_a_row_that_is_altered_is_named_under_any_seal(packed: Packed, out: Callable[[bytes], Path], part: str) -> None:
    """Whoever holds the key cannot change a case without the log telling."""
    files = files_of(packed.pack)
    given = json.loads(files[CASE])
    row = next(row for row in given["rows"] if row["key"].startswith("cases/"))
    record = json.loads(row["record"])
    record["case"][part] = None
    row |= {"record": json.dumps(record), "digest": sha256(json.dumps(record))}
    pack = resealed(files | {CASE: json.dumps(given).encode()}, packed.desk.seal)

    [fault] = prove(out(pack)).faults

    assert (fault.place, fault.what) == (f"cases/{packed.case}", "is not the row that the log tells of")


@pytest.mark.parametrize("table", ["cases", "messages", "drafts", "comments", "replies", "promises", "facts", "issues"])
def test_a_row_that_is_left_out_is_named(packed: Packed, out: Callable[[bytes], Path], table: str) -> None:
    """A pack tells all that the log says was written."""
    files = files_of(packed.pack)
    given = json.loads(files[CASE])
    gone = next(row["key"] for row in given["rows"] if row["key"].startswith(f"{table}/"))
    given["rows"] = [row for row in given["rows"] if row["key"] != gone]
    found = prove(out(resealed(files | {CASE: json.dumps(given).encode()}, packed.desk.seal))).faults

    assert [(fault.place, fault.what) for fault in found] == [
        (gone, "is told of in the log and missing from case.json")
    ]


def test_rows_that_do_not_belong_are_named(packed: Packed, out: Callable[[bytes], Path]) -> None:
    """A row from nowhere, a row twice, and one that is neither given nor masked."""
    files = files_of(packed.pack)
    given = json.loads(files[CASE])
    given["rows"] += [given["rows"][0], {"key": "comments/n-1", "digest": sha256("{}")}]
    found = prove(out(resealed(files | {CASE: json.dumps(given).encode()}, packed.desk.seal))).faults

    assert [fault.what for fault in found] == [
        "stands twice in case.json", "is in no entry of the log",
        "has to be given either word for word or masked",
    ]  # fmt: skip


def test_a_history_written_anew_is_told_by_key_and_anchor(packed: Packed, out: Callable[[bytes], Path]) -> None:
    """Whoever makes up the whole chain and seals it themselves is found by what the company told before."""
    files, prev, lines = files_of(packed.pack), GENESIS, []
    for line in files[LOG].splitlines():
        entry = json.loads(line)
        if "by" in entry:
            entry["by"] = "아무개" if entry["verb"] == "approve" else entry["by"]
            content = {name: value for name, value in entry.items() if name not in ("digest", "prev", "hash")}
            entry |= {"digest": sha256(canonical(content)), "prev": prev}
        entry["hash"] = prev = link(prev, entry["digest"])
        lines.append(canonical(entry) + b"\n")
    other = Seal(bytes(range(32)))
    path = out(resealed(files | {LOG: b"".join(lines)}, other))

    alone = prove(path)
    told = prove(path, key=packed.desk.seal.fingerprint, anchor=packed.desk.store.head())

    assert alone.faults == ()
    assert alone.fingerprint == other.fingerprint != packed.desk.seal.fingerprint
    assert [fault.what.split(":")[0] for fault in told.faults] == [
        "was made with another key", "is another one than it was"
    ]  # fmt: skip


def test_a_seal_put_on_by_somebody_else_is_none(packed: Packed, out: Callable[[bytes], Path]) -> None:
    """The manifest names the key; a signature by another does not pass."""
    files = files_of(packed.pack)
    other = Seal(bytes(range(32)))
    files[SEAL] = base64.b64encode(other.sign(files[MANIFEST])) + b"\n"

    [fault] = prove(out(zipped(files))).faults

    assert fault.place == SEAL


def encrypted(pack: bytes) -> bytes:
    """The pack with the mark of an encrypted file in every header."""
    content = bytearray(pack)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 1)
    return bytes(content)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda files: zipped(files | {"run.sh": b""}), "run.sh"),
        (lambda files: zipped(files | {"../case.json": b""}), "../case.json"),
        (lambda files: zipped({"/etc/passwd" if n == PAGE else n: c for n, c in files.items()}), "/etc/passwd"),
        (lambda files: zipped({n: c for n, c in files.items() if n != SEAL}), "seal"),
        (lambda files: zipped(files | {PAGE: b"\0" * (257 * 1024 * 1024)}), "more than"),
        (lambda files: b"no archive", "ZIP"),
        (lambda files: b"", "ZIP"),
        (lambda files: zipped(files)[:-30], "ZIP"),
        (lambda files: encrypted(zipped(files)), "ZIP"),
        (lambda files: zipped(files | {MANIFEST: b"{}"}), "manifest.json cannot be read"),
        (lambda files: zipped(files | {MANIFEST: files[MANIFEST].replace(b'"format": 1', b'"format": 2')}), "format 2"),
    ],
    ids=["unknown", "outside", "absolute", "missing", "bomb", "text", "empty", "cut", "encrypted", "manifest", "later"],
)
def test_what_is_no_pack_is_refused(
    packed: Packed, out: Callable[[bytes], Path], make: Callable[[dict[str, bytes]], bytes], said: str
) -> None:
    """With one line that says why, before anything of it is used."""
    with pytest.raises(InputError) as error:
        prove(out(make(files_of(packed.pack))))

    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_name_that_stands_twice_is_refused(packed: Packed, out: Callable[[bytes], Path]) -> None:
    """Readers differ in which of two they take."""
    content = io.BytesIO(packed.pack)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(content, "a") as archive:
        archive.writestr(PAGE, b"another")

    with pytest.raises(InputError, match=PAGE):
        prove(out(content.getvalue()))
    with pytest.raises(InputError, match="No such file"):
        prove(Path("/nonexistent/pack.zip"))
