"""The processed tables of the editions, made from checked raw data; the words for a missing cell.

Frames in, frames out. Reading and checking is done in `raw`, writing in `preparation`, and `docs/architecture.md` describes the columns.
"""

from __future__ import annotations

import pandas as pd

from studylib.core.project import to_json
from studylib.data.balance import balance_score
from studylib.data.editions import Edition
from studylib.data.fieldwork import fieldwork_tables
from studylib.data.practices import practice_table
from studylib.data.raw import RawData
from studylib.data.schemas import SHARES, SIDES, odd_shares, shares_sum
from studylib.data.sources import Source

NOT_ASKED = "not asked in this edition"
NOT_ANSWERED = "not answered"
NOT_IN_EDITION = "city not in this edition"
"""Why a cell is missing: nobody was asked; the city was in the wave but has no figure; the city was not in the wave."""


def process(raw: RawData) -> dict[str, bytes]:
    """Every processed file, by its path below `data/processed`.

    Parameters
    ----------
    raw
        Checked raw data; see `studylib.data.raw.check`.

    Returns
    -------
    dict
        CSV and JSON as bytes that are the same for the same raw data.
    """
    waves = raw.tables["waves"].set_index("wave")
    files = {"editions.json": to_json([_edition(each, waves) for each in raw.editions])}
    files["published.csv"] = to_csv(raw.tables["published_facts"])
    for edition in raw.editions:
        about, tables = _edition(edition, waves), {}
        if edition.runs_notebooks:
            tables = edition_tables(edition, raw)
        elif edition.in_preparation and edition.preparation:
            about["as_of"] = edition.preparation.as_of.isoformat()
            tables = fieldwork_tables(edition.preparation, raw.fieldwork[edition.id], raw.tables)
        if tables:
            files[f"{edition.id}/edition.json"] = to_json(about)
        files |= {f"{edition.id}/{name}.csv": to_csv(table) for name, table in tables.items()}
    return files


def edition_tables(edition: Edition, raw: RawData) -> dict[str, pd.DataFrame]:
    """The processed tables of one edition, by name."""
    survey = raw.tables["perception"]
    asked = survey[survey["wave"] == edition.wave]
    panel = panel_cities(survey, raw.tables["waves"])
    answers = answer_grid(asked, raw.tables["items"], raw.tables["cities"], raw.sources["perception"])
    comparisons = compared(edition, raw)
    return {
        "tree": raw.tables["tree"],
        "bands": raw.tables["bands"],
        "areas": raw.tables["areas"].assign(in_focus=lambda frame: frame["area"].isin(edition.areas)),
        "items": items_of(edition, asked, panel, raw),
        "cities": cities_of(asked, panel, raw),
        "city_names": raw.tables["city_names"],
        "answers": answers,
        "comparisons": comparisons,
        "statistics": statistics_of(edition, comparisons, raw),
        "priorities": priorities_of(edition, raw),
        "practices": practice_table(raw.practices, raw.tables["countries"], raw.tables["sizes"]),
        "comparability": comparability_of(edition, raw),
        "levers": raw.tables["levers"],
        "issues": raw.tables["issues"],
        "elements": raw.tables["elements"],
        "surveys": surveys_of(raw),
        "published": _of_edition(raw.tables["published_facts"], edition),
        "published_shares": _of_edition(raw.tables["published_shares"], edition),
    }


def panel_cities(survey: pd.DataFrame, waves: pd.DataFrame) -> set[str]:
    """Codes of the cities that are in every wave of the panel.

    >>> survey = pd.DataFrame({"wave": ["a", "b", "a"], "city_code": ["X", "X", "Y"]})
    >>> sorted(panel_cities(survey, pd.DataFrame({"wave": ["a", "b"], "in_panel": ["True", "True"]})))
    ['X']
    """
    wanted = set(waves.loc[waves["in_panel"] == "True", "wave"])
    count = survey[survey["wave"].isin(wanted)].groupby("city_code")["wave"].nunique()
    return set(count.index[count == len(wanted)]) if wanted else set()


def answer_grid(asked: pd.DataFrame, items: pd.DataFrame, cities: pd.DataFrame, source: Source) -> pd.DataFrame:
    """One row for each item and city, also for those that have no figure, which then says why.

    Parameters
    ----------
    asked
        Rows of the perception survey in the edition's wave.
    items, cities
        All items of the framework and all cities of the register.
    source
        The survey's papers, for the declared caveats.

    Returns
    -------
    DataFrame
        Shares in per cent; `balance` from 0 to 100; `caveat` and `missing` empty where there is nothing to say.
    """
    grid = items[["item", "direction"]].merge(cities[["city_code"]], how="cross")
    frame = grid.merge(asked[["item", "city_code", *SHARES]], on=["item", "city_code"], how="left")
    agree, disagree = frame["positive_pct"], frame["negative_pct"]
    good = frame["direction"] == 1
    favourable, unfavourable = agree.where(good, disagree), disagree.where(good, agree)
    frame["shares_sum_pct"] = shares_sum(frame)
    frame["favourable_pct"] = favourable
    frame["balance"] = balance_score(favourable, unfavourable, frame["no_answer_pct"]).round(10)
    frame["missing"] = _missing(frame, asked)
    frame["caveat"] = _caveats(frame, source, asked)
    columns = ["item", "city_code", *SHARES, "shares_sum_pct", "favourable_pct", "balance", "caveat", "missing"]
    return frame.sort_values(["item", "city_code"], ignore_index=True)[columns]


def _missing(frame: pd.DataFrame, asked: pd.DataFrame) -> pd.Series:
    """Why the favourable share is missing; the first reason that holds."""
    words = pd.Series("", index=frame.index)
    words = words.mask(frame["favourable_pct"].isna(), NOT_ANSWERED)
    words = words.mask(~frame["item"].isin(asked["item"]), NOT_ASKED)
    return words.mask(~frame["city_code"].isin(asked["city_code"]), NOT_IN_EDITION)


def _caveats(frame: pd.DataFrame, source: Source, asked: pd.DataFrame) -> pd.Series:
    """What a reader should know of a row, as a sentence; several are joined by semicolons.

    A share that the whole survey does not publish is no matter of a row: the edition says so once.
    """
    published = frame[SHARES].notna().any(axis="columns")
    sentences = [
        (f"the {name} share is not published", published & frame[column].isna())
        for name, column in zip(("positive", "negative", "no-answer"), SHARES, strict=True)
        if asked[column].notna().any()
    ]
    notes = pd.Series("", index=frame.index)
    notes = notes.mask(
        odd_shares(frame), "the shares sum to " + frame["shares_sum_pct"].map("{:g}".format) + " per cent"
    )
    wave = "" if asked.empty else str(asked["wave"].iloc[0])
    for each in source.caveats:
        row = {column: value for column, value in each.row.items() if column != "wave"}
        hit = pd.Series(each.row.get("wave", wave) == wave, index=frame.index) & published
        for column, value in row.items():
            hit &= frame[column].astype(str) == value
        sentences.append((each.what, hit))
    for sentence, hit in sentences:
        notes = notes.mask(hit & (notes != ""), notes + "; " + sentence).mask(hit & (notes == ""), sentence)
    return notes


def items_of(edition: Edition, asked: pd.DataFrame, panel: set[str], raw: RawData) -> pd.DataFrame:
    """All items of the framework: asked in this edition or not, in focus or not, in how many cities."""
    frame = raw.tables["items"]
    cities = asked.groupby("item")["city_code"].nunique()
    in_panel = asked[asked["city_code"].isin(panel)].groupby("item")["city_code"].nunique()
    return pd.DataFrame(
        {
            **{column: frame[column] for column in ("item", "label", "area")},
            "in_focus": frame["area"].isin(edition.areas),
            "direction": frame["direction"],
            "wording": frame["wording"],
            "asked": frame["item"].isin(cities.index),
            "cities": frame["item"].map(cities).fillna(0).astype(int),
            "panel_cities": frame["item"].map(in_panel).fillna(0).astype(int),
            "note": frame["note"],
        }
    )


def cities_of(asked: pd.DataFrame, panel: set[str], raw: RawData) -> pd.DataFrame:
    """All cities of the register: in this edition or not, in the panel or not, how many items they have a figure for."""
    frame = raw.tables["cities"].sort_values("city_code")
    countries = raw.tables["countries"].set_index("country_code")
    answered = frame["city_code"].map(asked.groupby("city_code")["item"].nunique()).fillna(0).astype(int)
    taking_part = answered > 0
    items_asked = asked["item"].nunique()
    return pd.DataFrame(
        {
            **{column: frame[column] for column in ("city_code", "city", "country_code")},
            **{column: frame["country_code"].map(countries[column]) for column in ("country", "region", "subregion")},
            **{column: frame[column] for column in ("longitude", "latitude")},
            "in_edition": taking_part,
            "in_panel": frame["city_code"].isin(panel),
            "items_asked": items_asked * taking_part.astype(int),
            "items_answered": answered,
            "short_battery": taking_part & (answered < items_asked),
        }
    )


def compared(edition: Edition, raw: RawData) -> pd.DataFrame:
    """The official statistics that stand beside an item of the edition's focus areas."""
    items = raw.tables["items"]
    survey = raw.tables["perception"]
    asked = survey.loc[survey["wave"] == edition.wave, "item"]
    in_focus = items.loc[items["area"].isin(edition.areas) & items["item"].isin(asked), "item"]
    frame = raw.tables["comparisons"].merge(raw.tables["statistics"], on="statistic")
    source = {name: f"{each.publisher}, {each.dataset or each.title}" for name, each in raw.sources.items()}
    frame = frame.assign(source=frame["table"].map(source))
    columns = ["item", "statistic", "level", "label", "unit", "expected_sign", "reason", "source"]
    return frame.loc[frame["item"].isin(in_focus), columns].sort_values(["item", "statistic"], ignore_index=True)


def statistics_of(edition: Edition, comparisons: pd.DataFrame, raw: RawData) -> pd.DataFrame:
    """The figures of these statistics: of each place the latest year up to the survey's, and not older than the edition allows."""
    cities = raw.tables["city_statistics"].rename(columns={"city_code": "place_code"})
    countries = raw.tables["national_egovernment"].rename(columns={"country_code": "place_code"})
    figures = pd.concat([cities, countries], ignore_index=True)
    years = raw.tables["waves"].set_index("wave")["year"]
    columns = ["item", "statistic", "level", "place_code", "value", "year"]
    if edition.wave is None or comparisons.empty:
        return pd.DataFrame(columns=columns)
    last = int(years[edition.wave])
    figures = figures[figures["year"].between(last - edition.statistics_max_age_years, last)]
    latest = figures.sort_values("year").groupby(["statistic", "place_code"], as_index=False).tail(1)
    frame = comparisons[["item", "statistic", "level"]].merge(latest, on="statistic")
    return frame.sort_values(["item", "statistic", "place_code"], ignore_index=True)[columns]


def priorities_of(edition: Edition, raw: RawData) -> pd.DataFrame:
    """Issues named in the edition's survey and in those before it, by the year of the survey."""
    years = raw.tables["waves"].set_index("wave")["year"]
    table = raw.tables["priorities"].assign(year=lambda frame: frame["wave"].map(years).astype("Int64"))
    last = years[edition.wave] if edition.wave else 0
    frame = table[table["year"] <= last].sort_values(["year", "issue", "city_code"])
    return frame[["year", "issue", "city_code", "named_pct"]]


def comparability_of(edition: Edition, raw: RawData) -> pd.DataFrame:
    """How each concept was asked in the edition's survey."""
    table = raw.tables["comparability"]
    return table[table["wave"] == edition.wave].drop(columns="wave")


def surveys_of(raw: RawData) -> pd.DataFrame:
    """The published surveys on barriers and enablers, each statement on what slows or eases with its element, empty for others."""
    frame = raw.tables["barrier_surveys"].rename(columns={"element": "statement", "year": "survey_year"})
    element = raw.tables["statements"].set_index("statement")["element"]
    frame = frame.assign(element=frame["statement"].map(element).where(frame["kind"].isin(SIDES)).fillna(""))
    columns = ["survey", "survey_year", "population", "respondents_n", "kind", "element", "statement"]
    return frame[[*columns, "share_pct", "wording", "note", "source"]]


def _of_edition(table: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    return table[table["edition"] == edition.id].drop(columns="edition")


def _edition(edition: Edition, waves: pd.DataFrame) -> dict[str, object]:
    """The edition for pages and notebooks; its choices reach the notebooks as parameters, its calendar is a table: both are left out."""
    wave = {str(row.wave): row for row in waves.reset_index().itertuples()}.get(edition.wave or "")
    return {
        **edition.model_dump(mode="json", exclude={"choices", "preparation"}),
        "wave_title": None if wave is None else str(wave.title),
        "wave_year": None if wave is None else int(str(wave.year)),
        "wave_respondents": None if wave is None else int(float(str(wave.respondents_assumed))),
        "wave_respondents_reason": None if wave is None else str(wave.respondents_reason),
        "wave_respondents_source": None if wave is None else str(wave.respondents_source),
    }


def to_csv(table: pd.DataFrame) -> bytes:
    """A table as CSV: UTF-8, lines ended by a line feed, no index, missing cells empty.

    >>> to_csv(pd.DataFrame({"a": [1.5, None], "b": ["x", ""]})).splitlines()
    [b'a,b', b'1.5,x', b',']
    """
    text = table.to_csv(index=False, lineterminator="\n")
    return str(text).encode()
