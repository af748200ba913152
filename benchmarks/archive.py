"""How long a search over 20,000 conversations takes, on SQLite or on the database that a URL names.

python benchmarks/archive.py [URL]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playbook.review.audit import Act
from playbook.review.store import Store
from playbook.review.store.archive import Search, put_archive
from playbook.review.store.cases import dump
from playbook.review.store.schema import CASES, MESSAGES
from playbook.testing import a_case, a_draft

SIZE = 20_000
START = datetime(2025, 1, 1, tzinfo=UTC)
SAID = "주문한 {} 번호 {}번이 {} 왔습니다. 고객센터에 전화해도 답이 없고 환불도 되지 않습니다. 언제 해결되나요?"
GOODS, HOW = ("컵", "접시", "의자", "이불", "전등"), ("깨져서", "늦게", "젖어서", "빠진 채로")


def fill(store: Store) -> None:
    """Cases as they are kept, in one act."""
    with store.acting(Act(at=START, by="benchmark", verb="fill", subject="store")) as writing:
        for number in range(SIZE):
            text = SAID.format(GOODS[number % 5], number, HOW[number % 4])
            case = a_case(text * 2, id=f"c-{number}", created_at=START + timedelta(minutes=number), version=1,
                          draft=a_draft(f"{number}번 주문의 답변입니다. " * 12))  # fmt: skip
            writing.insert(
                CASES, dump(case), id=case.id, version=1, state="closed", severity=1, created_at=case.created_at,
                updated_at=case.created_at, topic=case.triage.topic,
            )  # fmt: skip
            writing.insert(MESSAGES, case.message.model_dump_json(), case_id=case.id)
            put_archive(writing.connection, case)


def main() -> None:
    """Fill a store and print the times."""
    url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{Path(tempfile.mkdtemp()) / 'cases.db'}"
    store = Store(url)
    started = time.perf_counter()
    fill(store)
    print(f"{store.dialect}: {SIZE:,} cases written in {time.perf_counter() - started:.1f} s")
    for words in (("깨져서",), ("전화해", "이불"), ("19997번",), ("없는 말",), ()):
        times = []
        for _ in range(7):
            started = time.perf_counter()
            found = store.search(Search(words=words))
            times.append(time.perf_counter() - started)
        median, worst = (round(taken * 1000) for taken in (statistics.median(times), max(times)))
        print(f"{' + '.join(words) or '(all)':<16} {len(found):>3} found  median {median} ms  worst {worst} ms")
    store.close()


if __name__ == "__main__":
    main()
