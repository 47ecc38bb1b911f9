"""The questionnaire that a new edition starts from, fitted to the framework of the study: `starter/*.csv`.

Its countries come from the framework; what the framework or the instruments do not know is left out, so that it passes its check
in every study. Spanish names of countries are those of Unicode's CLDR.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from quire.core.project import Project
from quire.tables.csvfiles import read_records, read_rows, to_csv
from studylib.questionnaire.build import GROUPS, build_questionnaire
from studylib.questionnaire.selfcheck import find_asked_before
from studylib.questionnaire.timing import estimate_minutes
from studylib.questionnaire.xlsform import SHEETS

FOLDER = Path(__file__).parent / "starter"
LISTS = {"area", "lever"}
"""Lists of choices that are rows of a table of the framework."""

EUROSTAT = {"EL": "GR", "UK": "GB"}
"""Codes of the framework that are not those of ISO 3166, which CLDR has."""

Row = dict[str, str]


def make_starter(project: Project, edition: str, year: int) -> dict[str, bytes]:
    """The three sheets, by the names of their files.

    Parameters
    ----------
    project
        The study, for its framework and the instruments that questions are the same as.
    edition, year
        For the id and title of the form, and the last year that it takes.
    """
    import pandas as pd

    heads = {sheet: read_rows(_read(sheet))[0] for sheet in SHEETS}
    rows = {sheet: read_records(_read(sheet)) for sheet in SHEETS}
    known = {key: _names(project, key) for key in ("area", "element", "lever")}
    rows["survey"] = _drop_empty_groups(
        _fit_survey(rows["survey"], known, set(find_asked_before(project)))
    )
    used = {row["type"].rpartition(" ")[2] for row in rows["survey"]}
    rows["choices"] = [*_countries(project), *_fit_choices(rows["choices"], known, used)]
    minutes = str(_minutes(heads, rows))
    words = {"{year}": str(year), "{edition}": edition, "{minutes}": minutes}
    return {
        f"{sheet}.csv": to_csv(pd.DataFrame(part, columns=heads[sheet]))
        for sheet, part in _put(rows, words).items()
    }


def _read(sheet: str) -> bytes:
    return (FOLDER / f"{sheet}.csv").read_bytes()


def _framework(project: Project, table: str) -> list[Row]:
    path = project.raw / "framework" / f"{table}.csv"
    return read_records(path.read_bytes()) if path.is_file() else []


def _names(project: Project, key: str) -> set[str]:
    return {row[key] for row in _framework(project, f"{key}s")}


def _fit_survey(rows: Iterable[Row], known: Mapping[str, set[str]], asked: set[str]) -> list[Row]:
    """Rows of matrices on areas and elements that the framework has, and `same_as` where it names a question there is."""
    fitted = []
    for row in rows:
        area, element = row["study::area"], row["study::element"]
        own = row["type"].startswith("select_one extent")
        if (element and element not in known["element"]) or (own and area not in known["area"]):
            continue
        row["study::area"] = area if area in known["area"] else ""
        row["study::same_as"] = row["study::same_as"] if row["study::same_as"] in asked else ""
        fitted.append(row)
    return fitted


def _drop_empty_groups(rows: list[Row]) -> list[Row]:
    """Without matrices of fewer than two rows, which ask for nothing that compares."""
    kept: list[Row] = []
    begun = 0
    for row in rows:
        kept.append(row)
        mark = GROUPS.match(row["type"])
        if mark and mark[1] == "begin":
            begun = len(kept) - 1
        elif mark and "table-list" in kept[begun]["appearance"] and len(kept) - begun < 4:
            del kept[begun:]
    return kept


def _fit_choices(rows: Iterable[Row], known: Mapping[str, set[str]], used: set[str]) -> list[Row]:
    """Choices of the lists that are still asked, and of those only what the framework has."""
    fitted = []
    for row in rows:
        own, element = row["list_name"], row["study_element"]
        if own in used and (own not in LISTS or row["name"] in known[own]):
            fitted.append({**row, "study_element": element if element in known["element"] else ""})
    return fitted


def _countries(project: Project) -> list[Row]:
    """The choices of the question on the country, by their English names."""
    from babel import Locale

    names = Locale("es").territories
    spanish = {**names, **{ours: names[iso] for ours, iso in EUROSTAT.items()}}
    countries = sorted(_framework(project, "countries"), key=lambda row: row["country"])
    return [
        {
            "list_name": "country",
            "name": row["country_code"],
            "label::English (en)": row["country"],
            "label::Español (es)": spanish.get(row["country_code"], row["country"]),
        }
        for row in countries
    ]


def _put(rows: Mapping[str, list[Row]], words: Mapping[str, str]) -> dict[str, list[Row]]:
    def put(text: str) -> str:
        for mark, word in words.items():
            text = text.replace(mark, word)
        return text

    return {
        sheet: [{name: put(cell) for name, cell in row.items()} for row in part]
        for sheet, part in rows.items()
    }


def _minutes(heads: Mapping[str, list[str]], rows: Mapping[str, list[Row]]) -> int:
    sheets = {
        sheet: (tuple(head), *(tuple(row.get(name, "") for name in head) for row in rows[sheet]))
        for sheet, head in heads.items()
    }
    return estimate_minutes(build_questionnaire(sheets, {}))
