"""Why a document was not taken into the library and how to mend it, by the code of the error, in both languages."""

from __future__ import annotations

from playbook.records import Bilingual


def _b(ko: str, en: str) -> Bilingual:
    return Bilingual(ko=ko, en=en)


OF_DOCUMENTS: dict[str, Bilingual] = {
    "document_format": _b(
        "{name}: 읽을 수 없는 형식입니다. 넣을 수 있는 형식: {kinds}",
        "{name}: this format cannot be read; use one of {kinds}.",
    ),
    "document_none": _b(
        "{name}: 이 폴더에는 넣을 수 있는 문서가 없습니다. 넣을 수 있는 형식: {kinds}",
        "{name}: no document in this folder; {kinds} can be read.",
    ),
    "document_hwp": _b(
        "{name}: 한글 문서는 DOCX나 PDF로 저장해서 넣어 주세요.", "{name}: save a HWP file as DOCX or PDF."
    ),
    "document_unreadable": _b("{name}: 파일을 읽지 못했습니다({why}).", "{name}: cannot be read ({why})."),
    "document_large": _b(
        "{name}: {most}MiB보다 큽니다. 나누어 넣어 주세요.", "{name}: larger than {most} MiB; split it."
    ),
    "document_empty": _b("{name}: 글이 없는 문서입니다.", "{name}: there is no text in it."),
    "document_scan": _b(
        "{name}: 글자를 찾지 못했습니다. 스캔한 문서라면 먼저 문자 인식(OCR)을 해 주세요.",
        "{name}: no text in it. If it is a scan, run OCR first.",
    ),
    "document_encoding": _b(
        "{name}: 글자가 깨져 있습니다. UTF-8로 다시 저장해 주세요.",
        "{name}: neither UTF-8 nor CP949; save it as UTF-8.",
    ),
    "document_docx": _b(
        "{name}: Word 문서로 열리지 않습니다. Word에서 다시 저장해 주세요.",
        "{name}: cannot be opened as a Word document; save it again in Word.",
    ),
    "document_pdf": _b(
        "{name}: PDF로 열리지 않습니다. 암호를 풀거나 다시 저장해 주세요.",
        "{name}: cannot be opened as a PDF; take its password off, or save it again.",
    ),
    "document_gone": _b("{name}: 파일이 없습니다. 다시 골라 주세요.", "{name}: the file is gone; choose it again."),
    "document_name": _b(
        "파일 이름의 글자가 깨져 있습니다. 이름을 바꿔 다시 골라 주세요.",
        "The name of this file cannot be read; rename it, then choose it again.",
    ),
    "document_day": _b(
        "‘{value}’의 날짜 형식이 맞지 않습니다. 2027-03-31처럼 적어 주세요.",
        "“{value}” is no date; write it as 2027-03-31.",
    ),
    "card_format": _b(
        "{name}: 카드 형식에 맞지 않습니다. ---로 감싼 머리말과 ## 제목을 확인해 주세요. ({why})",
        "{name}: does not follow the format of a card: {why}",
    ),
    "card_taken": _b(
        "{name}: ‘{id}’ 카드가 이미 있습니다. 다른 id를 붙여 주세요.",
        "{name}: there is a card {id} already; give yours another id.",
    ),
    "passage_taken": _b(
        "{name}: ‘{id}’ 대목이 ‘{other}’ 카드에 이미 있습니다. 다른 이름을 붙여 주세요.",
        "{name}: passage {id} stands in card {other} already; rename yours.",
    ),
    "card_gone": _b(
        "‘{id}’ 카드가 없습니다. 다른 사람이 먼저 뺐을 수 있습니다.",
        "There is no card {id}; somebody else may have removed it.",
    ),
    "library_folder": _b(
        "자료 폴더에 쓸 수 없습니다({why}). 관리자에게 PLAYBOOK_HOME을 확인해 달라고 하세요.",
        "The folder of the library cannot be written ({why}); ask an administrator to look at PLAYBOOK_HOME.",
    ),
}
