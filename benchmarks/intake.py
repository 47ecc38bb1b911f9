"""How long reading an export into canonical answers takes, beside `pandas.read_csv` of the same file.

    python benchmarks/intake.py [--rounds 5] [--answers 10000]

The export is invented: 60 questions (20 of one choice, 8 of several with 5 choices, a matrix of 16 rows, 8 numbers, 2 orders, 6 texts),
written as KoBoToolbox does, with a joined column of several choices and a column for each choice.
"""

from __future__ import annotations

import argparse
import csv
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from studylib.intake.tools import read_export
from studylib.questionnaire.build import build_questionnaire
from studylib.questionnaire.model import Questionnaire

CHOICES = ("alpha", "beta", "gamma", "delta", "other")
MAIN = 3
"""Columns of the tool before the questions."""


def invent_form() -> Questionnaire:
    """The questionnaire of 60 questions, two of them with a filter."""
    rows = [
        ("type", "name", "label::English (en)", "required", "relevant", "constraint", "appearance")
    ]
    rows.append(("text", "city", "City", "yes", "", "", ""))
    rows += [
        ("select_one list", f"one_{at}", f"One of several {at}", "yes", "", "", "")
        for at in range(20)
    ]
    rows += [
        ("select_multiple list", f"several_{at}", f"Several {at}", "", "", "", "")
        for at in range(8)
    ]
    rows.append(("begin_group", "slows", "What slows", "", "", "", "table-list"))
    rows += [("select_one scale", f"row_{at}", f"Row {at}", "", "", "", "") for at in range(16)]
    rows.append(("end_group", "", "", "", "", "", ""))
    rows += [("decimal", f"number_{at}", f"Number {at}", "", "", ". >= 0", "") for at in range(6)]
    rows += [
        ("integer", f"whole_{at}", f"Whole {at}", "", "${one_0} = 'alpha'", ". >= 0", "")
        for at in range(2)
    ]
    rows += [("rank list", f"order_{at}", f"Order {at}", "", "", "", "") for at in range(2)]
    rows += [("text", f"text_{at}", f"Text {at}", "", "", "", "") for at in range(5)]
    choices = [("list_name", "name", "label::English (en)")]
    choices += [("list", name, f"The {name} choice, or so") for name in CHOICES]
    choices += [("scale", str(at), f"{at} of 5") for at in range(1, 6)]
    sheets = {"survey": tuple(rows), "choices": tuple(choices)}
    return build_questionnaire(sheets, {name: name for name in sheets})


def write_export(form: Questionnaire, path: Path, answers: int) -> None:
    """An export of KoBoToolbox with random answers, one in seven cells empty."""
    chance = random.Random(1)
    heads = ["start", "end"]
    for question in form.answerable:
        head = f"{question.group}/{question.name}" if question.group else question.name
        heads.append(head)
        if question.kind == "select_multiple":
            heads += [f"{head}/{choice.name}" for choice in question.choices]
    heads += ["_id", "_uuid", "_submission_time", "_index"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerow(heads)
        for at in range(answers):
            time_ = f"2091-04-{1 + at % 28:02}T10:{at % 60:02}:00"
            row = [time_, time_]
            for question in form.answerable:
                row += _invent_cells(question.kind, question.name, chance, row)
            writer.writerow([*row, str(at), f"{at:032}", time_, str(at + 1)])


def _invent_cells(kind: str, name: str, chance: random.Random, row: list[str]) -> list[str]:
    empty = chance.random() < 1 / 7 and name[:3] not in {"cit", "one"}
    if name.startswith("whole"):
        empty = row[MAIN] != "alpha"
    if kind == "select_multiple":
        ticked = [] if empty else chance.sample(CHOICES, chance.randint(1, 3))
        marks = ["" if empty else str(int(each in ticked)) for each in CHOICES]
        return [" ".join(ticked), *marks]
    if empty:
        return [""]
    said = {
        "rank": " ".join(chance.sample(CHOICES, 5)),
        "text": f"{name} {chance.random():.12f}, said; by somebody",
        "integer": str(chance.randrange(9_000)),
        "decimal": f"{chance.random() * 900:.2f}",
    }
    closed = chance.choice(CHOICES) if name.startswith("one") else str(chance.randint(1, 5))
    return [said.get(kind, closed)]


def take_time(work: Callable[[], object]) -> float:
    """Seconds of CPU that some work takes: both ways use one core, and others may be at work."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def main() -> None:
    """Write an export, read it both ways in turn, and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--answers", type=int, default=10_000)
    chosen = parser.parse_args()
    form = invent_form()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kobo.csv"
        write_export(form, path, chosen.answers)
        export = read_export([path], form)
        assert len(export.submissions) == chosen.answers
        assert not export.faults
        assert not export.doubts, export.doubts[:3]
        taken = [
            (
                take_time(lambda: pd.read_csv(path, sep=";")),
                take_time(lambda: read_export([path], form)),
            )
            for _ in range(chosen.rounds)
        ]
        plain, own = (statistics.median(seconds) for seconds in zip(*taken, strict=True))
        size = path.stat().st_size / 1e6
    print(f"{len(form.answerable)} questions, {chosen.answers:,} answers, {size:.1f} MB")
    print(f"pandas.read_csv  {plain:.3f} s")
    print(f"read_export      {own:.3f} s   {own / plain:.1f} x")


if __name__ == "__main__":
    main()
