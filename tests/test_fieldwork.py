"""From an empty folder to a published book with answers of cities, by commands; and what persons and silent cities leave in it: nothing."""

from __future__ import annotations

import csv
import datetime
import io
import re
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import exports
import pandas as pd
import pytest
from conftest import ROOT, edit
from exports import Answered

from quire.core.project import Project
from studylib.cli import main
from studylib.intake.record import Report, take_in
from studylib.new_edition import UNDECIDED
from studylib.questionnaire.model import Questionnaire

EDITION = "2091"
NAMED = ("Pamplinea", "Tärnåby-Sund", "Luggnagg", "Balnibarbi", "Glubbdubdrib", "Erewhon")
IN_TOTALS = ("São Gusmão", "Kōdomari", "Vondervotteimittiss", "Brigadoon", "Ruritania", "Laputa")
SILENT = "Óbila del Río"
"""The city whose answers must not be published."""
INVITED = {
    **dict.fromkeys(NAMED, ("AA", 900)),
    **dict.fromkeys(IN_TOTALS, ("BB", 5000)),
    SILENT: ("CC", 5000),
    "Never Answered": ("CC", 5000),
}
PLANS = {
    **dict(zip(NAMED, ["adopted"] * 4 + ["draft"] * 2, strict=True)),
    **dict(zip(IN_TOTALS, ["adopted", "none", "none", "none", "adopted", "dk"], strict=True)),
    SILENT: "draft",
}
"""Of the twelve that count six adopted a plan, two draft one, three have none, and one does not know: base 11."""
FUNDS = {
    **dict(zip(NAMED, "443321", strict=True)),
    **dict(zip(IN_TOTALS, ["4", "4", "1", "1", "2", "na"], strict=True)),
    SILENT: "4",
}
"""What slows: four of eleven chose the highest step, and to one it does not apply."""
WORDS = "Words of {}, never to be read."
RIDERS = {city: str(810_001 + 7 * number) for number, city in enumerate((*IN_TOTALS, SILENT))}


@pytest.fixture(scope="module")
def asked() -> Questionnaire:
    return exports.ask()


def key_of(city: str) -> str:
    from quire.text.words import plain

    return re.sub(r"[^a-z0-9]+", "-", plain(city).casefold()).strip("-")


@pytest.fixture(scope="module")
def answers(asked: Questionnaire) -> dict[str, Answered]:
    """What each city answered."""
    cities = [(name, INVITED[name][0]) for name in PLANS]
    made = {}
    for one in exports.invent(asked, cities):
        city = str(one.cells["city"])
        consent = "named" if city in NAMED else "totals" if city in IN_TOTALS else "no"
        cells = {**one.cells, "consent": consent, "plan": PLANS[city], "brakes_funds": FUNDS[city]}
        cells |= {"riders": RIDERS.get(city, "1000"), "advice": WORDS.format(city)}
        cells |= {"plan_year": "2050"} if PLANS[city] == "adopted" else {}
        if PLANS[city] != "adopted":
            cells.pop("plan_year", None)
        case: dict[str, exports.Value] = {
            "s_title": f"Case of {city}",
            "s_modes": ("bus",),
            "s_done": f"Done in {city}.",
        }
        made[city] = replace(one, cells=cells, repeats={"story": [case]})
    return made


@pytest.fixture(scope="module")
def sent(
    asked: Questionnaire, answers: dict[str, Answered], tmp_path_factory: pytest.TempPathFactory
) -> list[Path]:
    """The exports of all tools; Luggnagg answered in two of them, and its later answer is the one above."""
    folder = tmp_path_factory.mktemp("sent")

    def of(*cities: str) -> list[Answered]:
        return [answers[city] for city in cities]

    early = answers["Luggnagg"]
    early = replace(
        early,
        number=77,
        sent=early.sent - datetime.timedelta(days=2),
        cells={**early.cells, "plan": "none", "city": "LUGGNAGG "},
    )
    early = replace(early, cells={k: v for k, v in early.cells.items() if k != "plan_year"})
    files = {
        "kobo.csv": exports.kobo_csv(asked, of("Pamplinea", "São Gusmão", SILENT)),
        "kobo.xlsx": exports.kobo_xlsx(asked, of("Pamplinea", "São Gusmão", SILENT)),
        "odk.zip": exports.odk_zip(asked, of("Tärnåby-Sund", "Kōdomari")),
        "lime.csv": exports.limesurvey_csv(asked, of("Luggnagg", "Vondervotteimittiss")),
        "forms.xlsx": exports.msforms_xlsx(asked, [*of("Balnibarbi", "Brigadoon"), early]),
        "google.csv": exports.google_csv(asked, of("Glubbdubdrib", "Ruritania")),
        "plain.csv": exports.plain_csv(asked, of("Erewhon", "Laputa")),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let exports come in after the days on which the invented cities answer, which are still to come."""

    def take_in_later(
        project: Project, edition: str, paths: Any, _: datetime.date, **more: Any
    ) -> Report:
        return take_in(project, edition, paths, datetime.date(2092, 1, 1), **more)

    monkeypatch.setattr("studylib.intake.record.take_in", take_in_later)


def run(*arguments: str) -> None:
    with pytest.raises(SystemExit, match=r"\A0\Z"):
        main(list(arguments))


def write_sheets(asked: Questionnaire, folder: Path) -> None:
    """Put the questionnaire of the invented cities in the place of the one to start from."""
    settings = (
        ("form_title", "form_id", "version", "default_language"),
        ("Trains 2091", "trains", "1", "English (en)"),
    )
    for name, rows in {**asked.sheets, "settings": settings}.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)


def begin(project: Project, asked: Questionnaire) -> None:
    """All that people write before the first answer comes in."""
    run("new", EDITION)
    own = project.raw / f"editions/{EDITION}.yml"
    edit(own, UNDECIDED, "Night trains")
    text = re.sub(r"as_of: \S+", "as_of: 2091-12-01", own.read_text(encoding="utf-8"))
    text = re.sub(r"(due|done): 20\d\d-\d\d-\d\d", r"\1: 2091-01-05", text)
    own.write_text(text.replace("choices:\n", "choices:\n  confidence_pct: 95\n"), encoding="utf-8")
    write_sheets(asked, project.raw / f"preparation/{EDITION}")
    cities = [
        f"{key_of(city)},{city},{country},{people},,2091-03-01,,,,\n"
        for city, (country, people) in INVITED.items()
    ]
    path = project.incoming / EDITION / "cities.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n" + "".join(cities))


def decide(project: Project) -> None:
    """Decide all doubts as suggested, or leave out; release the words of Pamplinea."""
    for name, column, key in (("doubts", "decision", "doubt"), ("texts", "release", "text")):
        path = project.incoming / EDITION / f"{name}.csv"
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        if name == "doubts":
            table[column] = ["suggested" if each else "left out" for each in table["suggestion"]]
        else:
            mine = (table["participant"] == "pamplinea") & (table["item"] == "advice")
            table[column] = mine.map({True: "yes", False: ""})
        table["who"], table["why"] = "secretariat", "as the office wrote"
        assert key in table
        table.to_csv(path, index=False)


def private(project: Project) -> dict[str, bytes]:
    folder = project.incoming / EDITION
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def texts_of(path: Path) -> Iterable[str]:
    """All text in a file, also that of archives, workbooks and PDFs."""
    if path.suffix in {".zip", ".xlsx", ".docx"}:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name
                yield archive.read(name).decode("utf-8", errors="ignore")
    elif path.suffix == ".pdf":
        from pypdf import PdfReader

        for page in PdfReader(io.BytesIO(path.read_bytes())).pages:
            yield page.extract_text()
    else:
        yield path.read_bytes().decode("utf-8", errors="ignore")


def find_leaks(project: Project, words: Sequence[str]) -> dict[str, set[str]]:
    """Which files of the project hold which of the words; what stays with the secretariat is left out."""
    leaks: dict[str, set[str]] = {}
    plain = [word.casefold() for word in words]
    for path in sorted(project.root.rglob("*")):
        where = path.relative_to(project.root).as_posix()
        if not path.is_file() or where.startswith(("data/incoming/", "build/internal/", "src/")):
            continue
        text = "\n".join([where, *texts_of(path)]).casefold()
        hits = {word for word in plain if word in text}
        if hits:
            leaks[where] = hits
    return leaks


def test_any_order_of_the_exports_gives_the_same_bytes(
    study: Project,
    asked: Questionnaire,
    sent: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    edit(study.raw / "framework/countries.csv", "BB,", "CC,Cockaigne,Africa,East,CCC\nBB,")
    monkeypatch.chdir(study.root)
    begin(study, asked)
    made = []
    orders = [[sent], [sent[::-1]], [[path] for path in sent[3:] + sent[:3]], [sent, sent[2:4]]]
    for number, order in enumerate(orders):
        project = Project(Path(shutil.copytree(study.root, tmp_path / str(number))))
        monkeypatch.chdir(project.root)
        for paths in order:
            run("intake", EDITION, *map(str, paths))
        made.append(private(project))
    differ = [{name for name, data in made[0].items() if one.get(name) != data} for one in made]
    assert differ == [set()] * len(orders)
    assert {tuple(one) for one in made} == {tuple(made[0])}
    assert "answers.csv" in made[0]


NOTEBOOKS = (
    "12_answering_governments",
    "22_governments",
    "32_governments_elements",
    "60_progress",
)


@pytest.fixture
def study_with_book(finished: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The small study with this repository's pages and the notebooks that editions with governments run."""
    for folder in ("book", "docs"):
        shutil.copytree(ROOT / folder, finished.root / folder)
    for name in NOTEBOOKS:
        text = (ROOT / f"notebooks/edition/{name}.ipynb").read_text(encoding="utf-8")
        here = finished.notebooks / f"edition/{name}.ipynb"
        here.write_text(text.replace('"edition = \\"2019\\"', f'"edition = \\"{EDITION}\\"'))
    edit(finished.raw / "framework/countries.csv", "BB,", "CC,Cockaigne,Africa,East,CCC\nBB,")
    monkeypatch.chdir(finished.root)
    return finished


def test_the_whole_road(
    study_with_book: Project, asked: Questionnaire, answers: dict[str, Answered], sent: list[Path]
) -> None:
    project = study_with_book
    begin(project, asked)
    run("form", EDITION, "--kind", "xlsx,limesurvey,sheet")
    run("intake", EDITION, *map(str, sent))
    run("intake", EDITION, *map(str, sent[::-1]))
    decide(project)
    run("intake", EDITION)
    run("close", EDITION)
    run("check")
    run("run")
    run("book")
    assert not (project.html / f"editions/{EDITION}/governments.html").exists()
    own = project.raw / f"editions/{EDITION}.yml"
    edit(own, "status: closed", "status: published")
    edit(own, "sources: []", "sources: [https://example.org/t]")
    run("run")
    run("book")
    run("print", "--edition", EDITION)
    run("freeze", EDITION)
    run("book")

    # counted by hand, see PLANS and FUNDS
    pages = project.html / f"editions/{EDITION}"
    page = (pages / "governments.html").read_text(encoding="utf-8")
    assert "11 of 12" in re.sub(r"<[^>]+>", "", page)
    tallies = pd.read_csv(project.processed / EDITION / "government_tallies.csv")
    every = tallies[tallies["dimension"] == "all"].set_index("option")
    plans, slowed = (every[every["item"] == item] for item in ("plan", "brakes_funds"))
    assert plans["n"].to_dict() == {"adopted": 6, "draft": 2, "none": 3, "dk": 1}
    assert set(plans["base"]) == {11}
    assert slowed["n"].to_dict() == {"1": 3, "2": 2, "3": 2, "4": 4, "na": 1}
    # four of those with their names were asked in which year, and two in totals: too few
    numbers = pd.read_csv(project.processed / EDITION / "government_numbers.csv")
    of_all = numbers[numbers["dimension"] == "all"].set_index("item")
    assert bool(of_all["withheld"]["plan_year"])

    # words of Pamplinea were released, and nobody else's
    city = project.html / f"governments/{EDITION}/pamplinea.html"
    assert WORDS.format("Pamplinea") in city.read_text(encoding="utf-8")

    # the search finds what is there: in pages, tables, the index of the search and archives
    there = {Path(name).suffix for name in find_leaks(project, ["Pamplinea"])}
    assert there >= {".html", ".csv", ".js", ".zip", ".json"}
    persons = [word for one in answers.values() for word in one.person.values()]
    assert find_leaks(project, persons) == {}
    words = [WORDS.format(name) for name in PLANS if name != "Pamplinea"]
    stories = [f"Done in {name}." for name in PLANS]
    assert find_leaks(project, [*words, *stories, *RIDERS.values()]) == {}
    nobody = [*IN_TOTALS, SILENT, "Never Answered"]
    hidden = [*nobody, *map(key_of, nobody)]
    assert find_leaks(project, hidden) == {}
