"""Data with nothing to compare: one city, one item, constant figures, no survey, nothing at all.

The processed tables of this study are cut down, and the code of notebooks runs on what is left: each page says what it lacks, in a
sentence, and no error, warning or number that is none comes through.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import sys
import warnings
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import NOTEBOOKS, ROOT
from kept import run_cells

import studylib.charts
from quire import results
from quire.core.project import Project
from quire.showing import figures, outputs, values
from quire.tables import processed
from studylib.data import tables as study_tables
from studylib.data.process import process
from studylib.data.raw import check
from studylib.data.tree import above
from studylib.index import stability

EDITIONS = ("2017", "2019")
"""Of the first the survey asked for issues too, beside the second there is a survey of governments."""

COUNTRIES = {"AT", "BE", "DE", "ES", "FR", "IT", "NL", "PL"}
SHARES = {"positive_pct": 60, "negative_pct": 40, "no_answer_pct": 0, "shares_sum_pct": 100}
SHARES |= {"favourable_pct": 60, "favourable_valid_pct": 60, "balance": 60}
OF_CITIES = {"answers", "answers_beside", "cities", "priorities"}

WAVE = ("wave", "wave_year", "wave_title", "wave_respondents")
"""What is known of an edition's survey, where there is one."""

READ = processed.read_table

Tables = Callable[[str, str], pd.DataFrame]
Cut = Callable[[Tables, str, str], pd.DataFrame]
"""From the tables that there are: by edition and name, one that is cut down."""


def keep_cities(chosen: Callable[[pd.DataFrame], Iterable[str]]) -> Cut:
    """Only some of the cities, chosen from the table of an edition's cities."""

    def cut(tables: Tables, edition: str, name: str) -> pd.DataFrame:
        table = tables(edition, name)
        if name not in OF_CITIES:
            return table
        cities = tables(edition, "cities")
        return table[table["city_code"].isin(list(chosen(cities[cities["in_edition"]])))]

    return cut


def keep_items(chosen: Callable[[pd.DataFrame], Iterable[str]]) -> Cut:
    """Only some of the items, chosen from the table of them."""

    def cut(tables: Tables, edition: str, name: str) -> pd.DataFrame:
        table, items = tables(edition, name), set(chosen(tables(edition, "items")))
        if name == "tree":
            parents = dict(zip(table["node"], table["parent"], strict=True))
            return table[
                table["node"].isin({node for one in items for node in above(one, parents)} | items)
            ]
        if name == "cities":
            most = table[["items_asked", "items_answered"]].clip(upper=len(items))
            return table.assign(**most)
        return table[table["item"].isin(items)] if "item" in table else table

    return cut


def fill(chosen: Callable[[pd.DataFrame], Iterable[str]]) -> Cut:
    """The same figures in all cities, for some of the items."""

    def cut(tables: Tables, edition: str, name: str) -> pd.DataFrame:
        table = tables(edition, name)
        if name in {"answers", "answers_beside"}:
            known = table["balance"].notna() & table["item"].isin(
                list(chosen(tables(edition, "items")))
            )
            for column, value in SHARES.items():
                table.loc[known, column] = float(value)
        return table.assign(named_pct=30.0) if name == "priorities" else table

    return cut


def leave_out(*names: str) -> Cut:
    """Nothing in some tables."""
    return lambda tables, edition, name: (
        tables(edition, name).head(0) if name in names else tables(edition, name)
    )


def lose_figures(tables: Tables, edition: str, name: str) -> pd.DataFrame:
    """No figure of any city, though all were asked."""
    table = tables(edition, name)
    if name == "answers":
        return table.assign(**dict.fromkeys(SHARES, np.nan), missing="not in this copy")
    if name in {"answers_beside", "priorities"}:
        return table.head(0)
    lost = {"items": ["cities", "panel_cities"], "cities": ["items_answered"]}.get(name, [])
    return table.assign(**dict.fromkeys(lost, 0))


def lose_survey(tables: Tables, edition: str, name: str) -> pd.DataFrame:
    """No survey beside any edition."""
    table = lose_figures(tables, edition, name)
    if name in {"resident_surveys", "comparability", "comparability_beside"}:
        return table.head(0)
    lost = {"items": ["asked"], "cities": ["in_edition", "in_panel"]}.get(name, [])
    return table.assign(**dict.fromkeys(lost, False))


def ask_governments_once(tables: Tables, edition: str, name: str) -> pd.DataFrame:
    """One question to governments, which is not on what slows or eases."""
    table = tables(edition, name)
    if name == "instruments":
        return table.assign(slows="", eases="")
    first = tables(edition, "government_questions")["question"].iloc[0]
    return table[table["question"] == first] if "question" in table else table


def withhold(tables: Tables, edition: str, name: str) -> pd.DataFrame:
    """Every count of governments withheld."""
    table = tables(edition, name)
    hidden = ["n", "base", "answered", "median", "lower_quartile", "upper_quartile"]
    if not name.startswith("government_") or "withheld" not in table:
        return table
    gone = dict.fromkeys((column for column in hidden if column in table), np.nan)
    return table.assign(**gone, withheld=True)


def in_focus(items: pd.DataFrame) -> list[str]:
    return items.loc[items["in_focus"] & items["asked"], "item"].to_list()


def on_satisfaction(items: pd.DataFrame) -> list[str]:
    return items.loc[items["item"].str.contains("satisf"), "item"].to_list()


CASES: dict[str, tuple[Cut, dict[str, str]]] = {
    "one city": (
        keep_cities(lambda cities: cities["city_code"].head(1)),
        {
            "key_messages": "1 city",
            "participation": "The map shows the one city of the edition.",
            "situation": "All figures are of one city, so there is no spread over cities.",
            "key_elements": "1 city is too few for 6 measures",
            "good_practices": "No city has an area score and at least 5 similar cities",
            "robustness": "In no area do two cities have a score",
            "overview": "The panel is the 1 city that is in every survey used here.",
            "across_editions": "in two surveys of enough cities, so nothing is said of their spread.",
        },
    ),
    "two cities of one country": (
        keep_cities(lambda cities: cities.loc[cities["country_code"] == "DE", "city_code"].head(2)),
        {
            "participation": "The map shows all 2 cities of the edition.",
            "situation": "No two items have a rank correlation: fewer than 5 pairs.",
            "key_elements": "2 cities are too few for 6 measures",
            "robustness": "per cent of 2 cities stay in one band",
        },
    ),
    "two countries": (
        keep_cities(lambda cities: cities.loc[cities["country_code"].isin(["DE", "FR"]), "city_code"]),
        {"key_elements": "There are too few countries for intervals"},
    ),
    "one item": (
        keep_items(lambda items: in_focus(items)[:1]),
        {
            "situation": "There are no two items to put beside each other.",
            "key_elements": "so nothing is set beside satisfaction",
            "robustness": "No area score is made of several items",
            "across_editions": "so nothing is compared",
        },
    ),
    "one area": (
        keep_items(lambda items: items.loc[items["in_focus"], "item"]),
        {
            "situation": "There are no two areas to put beside each other.",
            "key_elements": "so nothing is set beside satisfaction",
            "overview": "so nothing there can be followed through all of them.",
        },
    ),
    "a constant area": (
        fill(in_focus),
        {
            "situation": "No two items have a rank correlation: one side does not vary.",
            "key_elements": "do not differ in Governance",
        },
    ),
    "a constant outcome": (fill(on_satisfaction), {"key_elements": "do not differ in the outcome"}),
    "all figures the same": (
        fill(lambda items: items["item"]),
        {
            "key_messages": "(mean over cities 60 per cent) is one of 6 that residents answered most favourably.",
            "situation": "No two items have a rank correlation: one side does not vary.",
            "good_practices": "In no city at least one area lies below the median",
            "robustness": "100 per cent of 34 cities stay in one band.",
            "across_editions": "0 of 14 concepts moved in the same cities.",
        },
    ),
    "all figures missing": (
        lose_figures,
        {
            "participation": "cities have a figure for 0 of 42 items",
            "situation": "There is no figure to describe.",
            "key_elements": "No change can be given",
            "robustness": "so there are no ranks that a choice could move.",
            "across_editions": "so nothing is compared",
        },
    ),
    "no survey": (
        lose_survey,
        {
            "key_messages": "No survey of residents stands beside the 2019 edition",
            "participation": "No survey of residents stands beside this edition.",
            "situation": "so there is nothing to describe here.",
            "key_elements": "No change can be given: no survey stands beside this edition.",
            "good_practices": "No survey of residents stands beside this edition",
            "robustness": "so there are no ranks that a choice could move.",
            "overview": "No two published editions have a survey",
            "across_editions": "No survey stands beside an edition, so no concept can be followed.",
        },
    ),
    "no official statistics": (
        leave_out("statistics", "comparisons"),
        {"situation": "No official statistic used here is about one of these items."},
    ),
    "no practices": (
        leave_out("practices"),
        {"good_practices": "No practice is on record for the focus areas of this edition."},
    ),
    "nothing published": (
        leave_out("published", "published_shares", "surveys"),
        {
            "situation": "No result of UCLG's own study of 2019 is recorded here.",
            "key_elements": "No published survey on barriers and enablers is on record.",
        },
    ),
    "one question to governments": (
        ask_governments_once,
        {
            "government_messages": "in 30 countries answered",
            "governments": "“City has a mayor”: 77 of 78 city governments gave an answer.",
            "governments_elements": "This survey has no question on what slows and what eases.",
        },
    ),
    "all counts of governments withheld": (
        withhold,
        {
            "government_messages": "in 30 countries answered",
            "answering_governments": "groups are withheld, as fewer than 5 answered",
            "governments": "",
            "governments_elements": "No answers that governments gave",
        },
    ),
    "no answers of governments": (
        leave_out("government_tallies", "government_numbers", "government_pairs"),
        {
            "government_messages": "in 30 countries answered",
            "governments": "",
            "governments_elements": "No answers that governments gave",
        },
    ),
}  # fmt: skip
"""What is left, the notebooks that it touches, and a sentence of each on what it lacks."""

NO_NUMBER = re.compile(
    r"\b(nan|NaN|NaT|inf)\b|<NA>|\(\s*\)|\(, |, \)| (?=[,;]|\.\s)"
    r"|(?<![\d.,+−-])1 (cities|countries|governments|issues|items|measures|places|points|questions)\b"
)
"""Numbers that are none, gaps where something should stand, and one of many."""


@pytest.fixture(scope="module")
def real_tables(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The processed tables of this study in a project of their own, without runs."""
    root = tmp_path_factory.mktemp("tables")
    (root / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for name, data in process(check(Project(ROOT))).items():
        path = root / "data" / "processed" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return Project(root)


@cache
def read_some(folder: Path, name: str) -> pd.DataFrame:
    """A processed table, with the cities of some countries alone."""
    some = keep_cities(
        lambda cities: cities.loc[cities["country_code"].isin(COUNTRIES), "city_code"]
    )
    return some(lambda edition, name: READ(folder.parent / edition, name), folder.name, name)


@pytest.mark.parametrize("name", CASES)
def test_pages_say_what_they_lack(
    real_tables: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    cut, expected = CASES[name]
    cut_tables(real_tables, monkeypatch, cut, surveyed=cut is not lose_survey)
    draw_roughly(monkeypatch)
    monkeypatch.setattr(Project, "runs", tmp_path)
    monkeypatch.setattr(stability, "DRAWS", 3)
    monkeypatch.setenv(results.READS, json.dumps([f"{edition}/results" for edition in EDITIONS]))
    said: dict[str, str] = {}
    for run, path, scope in list_runs({*expected}):
        said[run] = said.get(run, "") + execute(path, scope, tmp_path / scope / run, monkeypatch)
    assert [
        (run, text[max(fault.start() - 60, 0) : fault.end() + 20])
        for run, text in said.items()
        for fault in NO_NUMBER.finditer(text)
    ] == []
    assert {run: text for run, text in expected.items() if text not in said[run]} == {}


def list_runs(chosen: set[str]) -> list[tuple[str, Path, str]]:
    """Notebooks with the edition they run for, or `study`; before them those whose results they read."""
    names = {path.stem.partition("_")[2]: path for path in NOTEBOOKS}
    readers = {name for name in chosen if b"_results(" in names[name].read_bytes()}
    first = [("results", EDITIONS if "across_editions" in chosen else EDITIONS[-1:])]
    rest = [
        (name, EDITIONS if name == "key_elements" else EDITIONS[-1:])
        for name in names
        if name in chosen
    ]
    return [
        (name, names[name], edition if names[name].parent.name == "edition" else "study")
        for name, editions in [*(first if readers else []), *rest]
        for edition in editions
    ]


def execute(path: Path, scope: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run the code of a notebook as a run does, with warnings as errors; all that it shows, without drawings."""
    folder.mkdir(parents=True)
    shown: list[str] = []
    monkeypatch.setattr(
        outputs,
        "display",
        lambda forms, metadata, raw: shown.append(forms.get("text/markdown", forms["text/plain"])),
    )
    monkeypatch.setattr(values, "_stated", {})
    monkeypatch.setenv(outputs.VARIABLE, str(folder))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run_cells(f"{path.parent.name}/{path.stem}", scope)
    return "\n".join(shown).replace("\\", "")


def draw_roughly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every drawing, but measure no letters and write no SVG: that takes most of the time of a run."""
    monkeypatch.setattr(figures, "to_svg", lambda figure, id, missing: "<svg></svg>")
    for one in pkgutil.iter_modules(studylib.charts.__path__):  # none is to learn of it for good
        importlib.import_module(f"studylib.charts.{one.name}")
    for name, module in list(sys.modules.items()):
        if name.startswith("studylib.charts.") and hasattr(module, "text_width"):
            monkeypatch.setattr(module, "text_width", lambda text, *size: 0.07 * len(str(text)))


def cut_tables(
    project: Project, monkeypatch: pytest.MonkeyPatch, cut: Cut, *, surveyed: bool
) -> None:
    """Let notebooks read cut tables, of `EDITIONS` alone."""

    def tables(edition: str, name: str) -> pd.DataFrame:
        return read_some(project.processed / edition, name).copy()

    monkeypatch.chdir(project.root)
    monkeypatch.setattr(processed, "_published", lambda: list(EDITIONS))
    monkeypatch.setattr(
        processed,
        "read_table",
        lambda folder, name: cut(tables, folder.name, name).reset_index(drop=True),
    )
    read_json = processed.read_json
    monkeypatch.setattr(
        study_tables,
        "read_json",
        lambda name: (
            [one for one in read_json(name) if one["id"] in EDITIONS]
            if name == "editions.json"
            else read_json(name)
        ),
    )
    if not surveyed:
        given: Callable[..., object] = study_tables.EditionFacts
        none = {**dict.fromkeys(WAVE), "wave_survey": ""}
        monkeypatch.setattr(study_tables, "EditionFacts", lambda **all: given(**(all | none)))
