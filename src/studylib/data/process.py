"""The processed tables of the editions, made from checked raw data; the words for a missing cell.

Frames in, frames out. Reading and checking is done in `raw`, writing in `preparation`. What the tables hold stands in
`data/schema/processed`: of the columns that are made here those go out that stand there, in that order.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from quire.core.errors import StudyError
from quire.core.project import HELD, to_json
from quire.tables.csvfiles import to_csv, types_file
from quire.tables.schemas import TableSchema
from studylib.data.agreement import SIDES
from studylib.data.editions import Edition
from studylib.data.fieldwork import fieldwork_tables
from studylib.data.government_tables import count_countries, government_tables
from studylib.data.perception import survey_figures, survey_units
from studylib.data.practices import practice_table
from studylib.data.raw import RawData
from studylib.data.survey_tables import (
    answer_grid,
    beside_figures,
    cities_of,
    items_of,
    main_survey,
    panel_units,
    told_statistics,
)
from studylib.data.tree import placed
from studylib.data.versions import pin_tables


def process(raw: RawData) -> dict[str, bytes]:
    """Every processed file, by its path below `data/processed`.

    Parameters
    ----------
    raw
        Checked raw data; see `studylib.data.raw.check`.

    Returns
    -------
    dict
        CSV and JSON as bytes that are the same for the same raw data. The types of a table's columns are a file of their own, so
        that notebooks read them without the schema, and other words in a schema make no run stale.

    Raises
    ------
    StudyError
        If a table lacks a column of its schema.
    """
    schemas = raw.schemas.below("processed")
    # one that is out and cannot be made would be told of without its figures
    told = [each for each in raw.editions if not (each.public and each.id in raw.held)]
    files = {"editions.json": to_json([_edition(edition, raw) for edition in told])}
    facts = raw.tables["published_facts"]
    files["published.csv"] = to_csv(facts)
    if raw.held:
        files[HELD] = to_json(raw.held)
    tables_of = [raw.tables[name] for name in ("perception", "survey_places", "perception_shares")]
    figures = survey_figures(*tables_of)
    for edition in raw.editions:
        if edition.id in raw.held:
            continue
        about, tables, own = _edition(edition, raw), {}, pin(raw, edition)
        if edition.runs_notebooks:
            tables = edition_tables(edition, own, figures)
        elif edition.in_preparation and edition.preparation:
            about["as_of"] = edition.preparation.as_of.isoformat()
            made = fieldwork_tables(edition.preparation, raw.fieldwork[edition.id], own.tables)
            tables = {name: fit(table, schemas[name]) for name, table in made.items()}
        if tables:
            files[f"{edition.id}/edition.json"] = to_json(about)
        for name, table in tables.items():
            files[f"{edition.id}/{name}.csv"] = to_csv(table)
            files[types_file(name)] = to_json(schemas[name].types)
    return files


def pin(raw: RawData, edition: Edition) -> RawData:
    """The raw data as an edition stands on them; items with their `area` and `direction` from its tree."""
    tables = pin_tables(raw.tables, edition.id, [each.id for each in raw.editions])
    tables["items"] = placed(tables["items"], tables["tree"])
    return replace(raw, tables=tables)


def fit(table: pd.DataFrame, schema: TableSchema) -> pd.DataFrame:
    """The columns that a table has by its schema, in their order.

    Raises
    ------
    StudyError
        If one of them was not made.
    """
    lacking = ", ".join(name for name in schema.columns if name not in table)
    if lacking:
        what, where = f"nobody makes the columns {lacking}", f"data/schema/{schema.table}.yml"
        raise StudyError(what, where=where, repair="make them in studylib.data, or take them out")
    return table[list(schema.columns)]


def edition_tables(
    edition: Edition, raw: RawData, figures: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The processed tables of one edition, by name.

    Parameters
    ----------
    raw
        As `pin` gives them.
    figures
        As `perception.survey_figures` gives them, of all editions.
    """
    surveys = raw.tables["surveys"]
    there = figures["item"].isin(raw.tables["items"]["item"])
    figures = figures[there & figures["city_code"].isin(raw.tables["cities"]["city_code"])]
    panel = panel_units(figures, surveys, raw.tables["waves"])
    answers = answer_grid(figures, edition.wave, raw)
    in_focus = raw.tables["items"]["area"].isin(edition.areas)
    items = items_of(answers, in_focus, panel, raw)
    comparisons = compared(items, raw)
    official = told_statistics(raw)
    made = {
        "tree": raw.tables["tree"],
        "bands": raw.tables["bands"],
        "areas": raw.tables["areas"].assign(
            in_focus=lambda frame: frame["area"].isin(edition.areas)
        ),
        "items": items,
        "cities": cities_of(answers, edition.wave, panel, official, raw),
        "city_names": raw.tables["city_names"],
        "coast": raw.tables["coast"],
        "answers": answers,
        "answers_beside": beside_figures(figures, edition.wave, raw),
        "resident_surveys": surveys[surveys["wave"] == edition.wave],
        "comparisons": comparisons,
        "statistics": statistics_of(edition, comparisons, official, raw),
        "priorities": priorities_of(edition, raw),
        "practices": practice_table(raw.practices, raw.tables["countries"], raw.tables["sizes"]),
        "comparability": comparability_of(edition, raw),
        "comparability_beside": comparability_beside(edition, raw),
        "levers": raw.tables["levers"],
        "issues": raw.tables["issues"],
        "elements": raw.tables["elements"],
        "surveys": surveys_of(raw),
        "published": _of_edition(raw.tables["published_facts"], edition),
        "published_shares": _of_edition(raw.tables["published_shares"], edition),
    }
    beside = [raw.instruments[id] for id in edition.instruments]
    made |= government_tables(beside, edition.id, raw.tables)
    schemas = raw.schemas.below("processed")
    return {name: fit(table, schemas[name]) for name, table in made.items()}


def compared(items: pd.DataFrame, raw: RawData) -> pd.DataFrame:
    """The official statistics that stand beside an item of the edition's focus areas."""
    in_focus = items.loc[items["in_focus"] & items["asked"], "item"]
    frame = raw.tables["comparisons"].merge(raw.tables["statistics"], on="statistic")
    return frame[frame["item"].isin(in_focus)].sort_values(["item", "statistic"], ignore_index=True)


def statistics_of(
    edition: Edition, comparisons: pd.DataFrame, official: pd.DataFrame, raw: RawData
) -> pd.DataFrame:
    """The figures of these statistics: of each place the latest year up to the survey's, and not older than the edition allows."""
    figures = official.assign(
        place_code=official["city_code"].where(
            official["city_code"] != "", official["country_code"]
        )
    )
    register = raw.tables["cities"]
    places = {*register["city_code"], *register["country_code"]}
    last = _year_of(edition, raw)
    recent = figures["year"].between(last - edition.statistics_max_age_years, last)
    figures = figures[recent & figures["place_code"].isin(places)].sort_values("year")
    latest = figures.groupby(["statistic", "place_code"], as_index=False).tail(1)
    frame = comparisons[["item", "statistic", "level"]].merge(latest, on="statistic")
    return frame.sort_values(["item", "statistic", "place_code"], ignore_index=True)


def priorities_of(edition: Edition, raw: RawData) -> pd.DataFrame:
    """Issues named in the edition's survey and in the main surveys before it, by the year of the survey."""
    years = raw.tables["waves"].set_index("wave")["year"]
    places = raw.tables["survey_places"]
    main = [main_survey(wave, raw.tables["surveys"]) for wave in years.index]
    own = places[places["survey"].isin(main) & (places["city_code"] != "")]
    own = own.assign(survey_unit=survey_units(own))
    table = raw.tables["priorities"].merge(own, on=["wave", "place"])
    table = table.assign(year=table["wave"].map(years).astype("Int64"))
    early = table["year"] <= _year_of(edition, raw)
    return table[early].sort_values(["year", "issue", "city_code"])


def _year_of(edition: Edition, raw: RawData) -> int:
    """The year of the survey beside the edition; 0 if there is none."""
    years = raw.tables["waves"].set_index("wave")["year"]
    return int(years[edition.wave]) if edition.wave else 0


def comparability_of(edition: Edition, raw: RawData) -> pd.DataFrame:
    """How each concept was asked in the edition's survey."""
    table = raw.tables["comparability"].assign(wave_year=_year_of(edition, raw))
    return table[table["survey"] == main_survey(edition.wave, raw.tables["surveys"])]


def comparability_beside(edition: Edition, raw: RawData) -> pd.DataFrame:
    """How other surveys of the edition's wave asked what its main survey asked."""
    surveys, table = raw.tables["surveys"], raw.tables["comparability"]
    others = surveys.loc[(surveys["wave"] == edition.wave) & ~surveys["main"], "survey"]
    return table[table["survey"].isin(others)]


def surveys_of(raw: RawData) -> pd.DataFrame:
    """The published surveys on barriers and enablers, each statement on what slows or eases with its element, empty for others."""
    named = {"element": "statement", "year": "survey_year"}
    frame = raw.tables["barrier_surveys"].rename(columns=named)
    element = raw.tables["statements"].set_index("statement")["element"]
    elements = frame["statement"].map(element).where(frame["kind"].isin(SIDES)).fillna("")
    return frame.assign(element=elements)


def _of_edition(table: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    return table[table["edition"] == edition.id]


def _edition(edition: Edition, raw: RawData) -> dict[str, object]:
    """The edition for pages and notebooks; its choices reach the notebooks as parameters, its calendar is a table: both are left out."""
    survey = main_survey(edition.wave, raw.tables["surveys"])
    row = raw.tables["surveys"].set_index("survey").to_dict("index").get(survey)
    asked = None if row is None else row["respondents_assumed"]
    year = raw.tables["waves"].set_index("wave")["year"].get(edition.wave)
    hidden = {"choices", "preparation", *(() if edition.instruments else ("instruments",))}
    counted = edition.model_dump(mode="json", exclude=hidden)
    # what holds an edition back may be a table of its own survey
    own = raw.instruments.get(edition.id) if edition.id not in raw.held else None
    if own and own.about.own and edition.participants.countries is None:
        counted["participants"]["countries"] = count_countries(own)
    return {
        **counted,
        "wave_survey": survey,
        "wave_title": None if row is None else str(row["title"]),
        "wave_figures_from": None if row is None else str(row["figures_from"]),
        "wave_year": None if row is None else int(str(year)),
        "wave_respondents": None if asked is None or pd.isna(asked) else int(str(asked)),
        "wave_respondents_reason": None if row is None else str(row["respondents_reason"]),
        "wave_respondents_source": None if row is None else str(row["source"]),
    }
