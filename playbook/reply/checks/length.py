"""Does it fit the channel?"""

from __future__ import annotations

from collections.abc import Iterator

from playbook.language.lengths import outside_cp949
from playbook.records import Bilingual, Finding
from playbook.reply.checks.proof import Proof

_UNITS = {
    "weighted": Bilingual(ko="자(한글은 2로 셈)", en="weighted characters"),
    "characters": Bilingual(ko="자", en="characters"),
    "utf16": Bilingual(ko="자", en="characters"),
    "cp949_bytes": Bilingual(ko="바이트", en="bytes"),
}


def length(proof: Proof) -> Iterator[Finding]:
    """Over the limit is an error; where threads are usual it is a note that it will be one."""
    limit, unit = proof.channel.limit, _UNITS[proof.channel.unit]
    size = proof.channel.length(proof.text)
    if limit is not None and size > limit:
        over = Bilingual(
            ko=f"{proof.channel.name.ko} 한도 {limit}{unit.ko}를 {size - limit} 넘었습니다.",
            en=f"{size - limit} over the limit of {limit} {unit.en} for {proof.channel.name.en}.",
        )
        if proof.threaded:
            thread = Bilingual(
                ko="번호를 붙인 여러 글로 나누어 올립니다. 첫 글만 읽어도 뜻이 통하는지 보세요.",
                en="It will stand as a numbered thread; see that the first post makes sense alone.",
            )
            yield proof.finding("length", "note", over, suggest=thread)
        else:
            yield proof.finding(
                "length",
                "error",
                over,
                suggest=Bilingual(
                    ko="핵심만 남기고 자세한 내용은 공식 안내로 연결하세요.",
                    en="Keep the heart of it and point to a full statement.",
                ),
            )
    if proof.channel.unit == "cp949_bytes" and (odd := outside_cp949(proof.text)):
        shown = " ".join(dict.fromkeys(str(each) for each in odd))[:40]
        yield proof.finding(
            "length",
            "warning",
            Bilingual(ko=f"문자 메시지에서 깨지는 글자가 있습니다: {shown}", en=f"A text message garbles: {shown}"),
        )
