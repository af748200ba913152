"""How well messages are judged, on the development set, with baselines beside it; prints Markdown.

python benchmarks/judgement.py [evals/development.jsonl]

Rows: the commonest label; keyword rules alone (the models know nothing); TF-IDF and logistic regression on the training
messages; the models alone; rules and models together, as it ships. Then by language and channel, how well confidence is
calibrated, what is stood by, and what the stance and owner rules would reach if kind, topic, severity and attributes
were read without error.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from playbook import Desk, Message, Settings
from playbook.records import KINDS, STANCES, TOPICS, Context, Triage
from playbook.triage.decide import middle_level
from playbook.triage.heads import Readings
from playbook.triage.signals import read

ROOT = Path(__file__).resolve().parent.parent
FIELDS = ("kind", "topic", "severity", "stance", "owner")
Rows = list[dict[str, Any]]


def labelled(path: Path) -> Rows:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if "text" in row]


def message_of(row: dict[str, Any]) -> Message:
    return Message(
        id=row["id"], text=row["text"], channel=row.get("channel"), context=Context(**row.get("context", {}))
    )


def columns(rows: Rows, found: list[dict[str, Any]]) -> list[float]:
    exact = [float(np.mean([f[field] == r[field] for f, r in zip(found, rows, strict=True)])) for field in FIELDS]
    within = float(np.mean([abs(f["severity"] - r["severity"]) <= 1 for f, r in zip(found, rows, strict=True)]))
    f1 = [
        float(f1_score([r[field] for r in rows], [f[field] for f in found], average="macro", zero_division=0))
        for field in ("kind", "topic", "stance")
    ]
    grave = [f["severity"] == 4 for f, r in zip(found, rows, strict=True) if r["severity"] == 4]
    return [*exact, within, *f1, float(np.mean(grave)) if grave else float("nan")]


def printed(name: str, values: list[float]) -> None:
    print(f"| {name} | " + " | ".join(f"{value:.3f}" for value in values) + " |", flush=True)


def plain(triage: Triage) -> dict[str, Any]:
    return {field: getattr(triage, field) for field in FIELDS}


def neutral(readings: Readings) -> Readings:
    """Readings that know nothing."""
    return {
        name: {label: (1 / len(classes) if len(classes) > 1 else 0.0) for label in classes}
        for name, classes in readings.items()
    }


def told(readings: Readings, row: dict[str, Any], stance: bool = False) -> Readings:
    """Readings without error of what a person labelled; those of the stance and the owner know nothing."""
    gold = neutral(readings)
    for name in ("kind", "topic", "severity", *(("stance",) if stance else ())):
        gold[name] = {label: float(label == str(row[name])) for label in gold[name]}
    for name, value in row["attributes"].items():
        if name in gold:
            classes = gold[name]
            gold[name] = {label: float(value if len(classes) == 1 else label == value) for label in classes}
    return gold


def decided(desk: Desk, rows: Rows, change: Any) -> list[dict[str, Any]]:
    """Decisions with readings changed."""
    triager = desk.triager
    found = []
    for row in rows:
        message = message_of(row)
        reading = read(message.text)
        hits = triager.patterns.of(reading)
        vectors = desk.head_encoder.encode([reading.text])
        readings = desk.heads.read([reading.text], vectors, [[hit.id for hit in hits]], [message.context])[0]
        found.append(plain(triager.decide(message, reading, hits, change(readings, row))))
    return found


def costs(desk: Desk, rows: Rows) -> None:
    """What each attribute costs the rules: all is told but that one, which the network reads; then all of them."""
    print("| told all but | stance | owner |\n|---|---:|---:|")
    attributes = tuple(rows[0]["attributes"])
    for name, read_by_models in (("nothing", ()), *((a, (a,)) for a in attributes), ("all attributes", attributes)):

        def but_these(readings: Readings, row: dict[str, Any], names: Any = read_by_models) -> Readings:
            return {**told(readings, row), **{name: readings[name] for name in names}}

        found = decided(desk, rows, but_these)
        shares = [np.mean([f[field] == r[field] for f, r in zip(found, rows, strict=True)]) for field in FIELDS[3:5]]
        print(f"| {name} | {shares[0]:.3f} | {shares[1]:.3f} |")
    print()


def models_alone(desk: Desk, rows: Rows) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    def keep(readings: Readings, _row: dict[str, Any]) -> Readings:
        best = {name: max(readings[name], key=readings[name].__getitem__) for name in FIELDS}
        found.append({**best, "severity": middle_level(readings["severity"])})
        return readings

    decided(desk, rows, keep)
    return found


def regression(training: Rows, rows: Rows) -> list[dict[str, Any]]:
    weigh = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True, min_df=2)
    seen, asked = weigh.fit_transform([r["text"] for r in training]), weigh.transform([r["text"] for r in rows])
    by_field = {}
    for field in FIELDS:
        model = LogisticRegression(C=10, max_iter=300).fit(seen, [r[field] for r in training])
        by_field[field] = model.predict(asked)
    return [{field: by_field[field][i] for field in FIELDS} for i in range(len(rows))]


def calibration(rows: Rows, triages: list[Triage]) -> None:
    for field in ("kind", "topic", "severity", "stance"):
        sure = np.array([getattr(t.confidence, field) for t in triages])
        right = np.array([getattr(t, field) == r[field] for t, r in zip(triages, rows, strict=True)])
        bins = np.minimum((sure * 10).astype(int), 9)
        gap = sum(
            (bins == b).mean() * abs(right[bins == b].mean() - sure[bins == b].mean())
            for b in range(10)
            if (bins == b).any()
        )
        print(f"- {field}: expected calibration error {gap:.3f}")


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "evals" / "development.jsonl"
    rows = labelled(path)
    training = [row for part in sorted((ROOT / "training" / "messages").glob("*.jsonl")) for row in labelled(part)]
    with tempfile.TemporaryDirectory() as home:
        desk = Desk(Settings(home=Path(home)))
        triages = list(desk.triage_all(map(message_of, rows)))
        shipped = [plain(triage) for triage in triages]
        common = {field: Counter(r[field] for r in training).most_common(1)[0][0] for field in FIELDS}
        print(f"{len(rows)} messages of the development set, {len(training)} training messages\n")
        print("| | " + " | ".join([*FIELDS, "severity ±1", "kind F1", "topic F1", "stance F1", "recall of 4"]) + " |")
        print("|---" + "|---:" * 10 + "|")
        printed("commonest label", columns(rows, [common] * len(rows)))
        printed("keyword rules alone", columns(rows, decided(desk, rows, lambda readings, _: neutral(readings))))
        printed("TF-IDF and regression", columns(rows, regression(training, rows)))
        printed("models alone", columns(rows, models_alone(desk, rows)))
        printed("rules and models", columns(rows, shipped))
        groups: dict[str, list[int]] = defaultdict(list)
        for number, row in enumerate(rows):
            groups[f"language {row['lang']}"].append(number)
            groups[f"channel {row['channel']}"].append(number)
        for name, numbers in sorted(groups.items(), reverse=True):
            some = [rows[i] for i in numbers]
            if len(numbers) >= 15:
                printed(f"{name} ({len(numbers)})", columns(some, [shipped[i] for i in numbers]))
        gold = decided(desk, rows, told)
        printed("told all but stance and owner", columns(rows, gold))
        alone = decided(desk, rows, lambda readings, row: told(readings, row, stance=True))
        printed("told the stance too", columns(rows, alone))
        print()
        costs(desk, rows)
        calibration(rows, triages)
        sure = [i for i, triage in enumerate(triages) if not triage.needs_human]
        right = np.mean([all(shipped[i][f] == rows[i][f] for f in ("kind", "stance")) for i in sure])
        print(f"- stands by {len(sure) / len(rows):.2f} of them; kind and stance both right in {right:.3f} of those")
        grave = [i for i, row in enumerate(rows) if row["severity"] == 4]
        low = [i for i in grave if triages[i].severity < 3]
        quiet = [i for i in low if not triages[i].needs_human]
        routine = [i for i, row in enumerate(rows) if row["severity"] == 1]
        wolf = sum(triages[i].severity == 4 for i in routine)
        print(f"- of {len(grave)} of level 4, {len(low)} come out below 3, {len(quiet)} of them "
              f"without asking for a look; of {len(routine)} of level 1, {wolf} are called 4")  # fmt: skip
        print(f"- labels: {len(KINDS)} kinds, {len(TOPICS)} topics, {len(STANCES)} stances")
        desk.close()


if __name__ == "__main__":
    main()
