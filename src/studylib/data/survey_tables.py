"""The processed tables on what residents answered: of the survey that an edition stands on, and of others that stand beside it.

An edition stands on the main survey of its wave and on no other, so that no mean, spread or score mixes two surveys. What other surveys
of the wave found, and what only the press printed, is in a table of its own.
"""

from __future__ import annotations

import pandas as pd

from quire.tables.sources import Papers
from quire.text.messages import _
from studylib.data.balance import balance_score
from studylib.data.identities import BEFORE, tell_apart
from studylib.data.official_statistics import TABLE, tell_rows
from studylib.data.perception import (
    ALL_ANSWERS,
    APPLICABLE,
    AS_PRINTED,
    SHARES,
    VALID_ANSWERS,
    WITHHELD_NOTES,
    join_notes,
    shares_sum,
    survey_units,
)
from studylib.data.populations import populations
from studylib.data.raw import RawData

NOT_ASKED = _("not asked in this survey")
NOT_IN_COPY = _("not in this copy")
NOT_KNOWN = _("not known whether it was asked")
NOT_USABLE = _("the published figure cannot be right")
OTHER_SURVEY = _("asked in another survey")
NOT_IN_SURVEY = _("city not in this survey")
REASONS = (NOT_ASKED, NOT_IN_COPY, NOT_KNOWN, NOT_USABLE, OTHER_SURVEY, NOT_IN_SURVEY)
"""Why a cell is missing. Not in this copy: the survey asked it there, and the copies of its figures that are used here do not have it."""


def main_survey(wave: str | None, surveys: pd.DataFrame) -> str:
    """The survey that editions of a wave stand on; empty where there is no wave."""
    found = surveys.loc[(surveys["wave"] == wave) & surveys["main"], "survey"]
    return str(found.iloc[0]) if len(found) else ""


def panel_units(figures: pd.DataFrame, surveys: pd.DataFrame, waves: pd.DataFrame) -> set[str]:
    """Cities, each with one and the same area, that have a figure in the main survey of every wave of the panel.

    >>> figures = pd.DataFrame({"survey": ["a1", "b1", "a1"], "survey_unit": ["X", "X", "Y"], "base": "all answers"})
    >>> surveys = pd.DataFrame({"survey": ["a1", "b1"], "wave": ["a", "b"], "main": True})
    >>> sorted(panel_units(figures, surveys, pd.DataFrame({"wave": ["a", "b"], "in_panel": True})))
    ['X']
    """
    wanted = {main_survey(wave, surveys) for wave in waves.loc[waves["in_panel"], "wave"]}
    own = figures[figures["survey"].isin(wanted) & (figures["base"] != AS_PRINTED)]
    count = own.groupby("survey_unit")["survey"].nunique()
    return set(count.index[count == len(wanted)]) if wanted else set()


def own_figures(figures: pd.DataFrame, survey: str) -> pd.DataFrame:
    """The figures of one survey that describe all its cities, and not only those at the top or bottom of a printed list."""
    return figures[(figures["survey"] == survey) & (figures["base"] != AS_PRINTED)]


def measured(figures: pd.DataFrame, direction: pd.Series) -> pd.DataFrame:
    """Figures with the measures of the study.

    Parameters
    ----------
    figures
        As `perception.survey_figures` gives them.
    direction
        By item, 1 where agreeing is good for the city and -1 where it is bad.

    Returns
    -------
    DataFrame
        The figures with `shares_sum_pct`, `favourable_pct` (of `base`), `favourable_valid_pct` (of the residents who took a side; missing
        where only one side is published of all answers) and `balance` (0 to 100).
    """
    agree, disagree = figures["positive_pct"], figures["negative_pct"]
    good = figures["item"].map(direction) == 1
    favourable, unfavourable = agree.where(good, disagree), disagree.where(good, agree)
    valid = (100 * favourable / (favourable + unfavourable)).round(10)
    return figures.assign(
        shares_sum_pct=shares_sum(figures),
        favourable_pct=favourable,
        favourable_valid_pct=valid.where(figures["base"] != VALID_ANSWERS, favourable),
        balance=balance_score(favourable, unfavourable, figures["no_answer_pct"]).round(10),
    )


def answer_grid(figures: pd.DataFrame, wave: str | None, raw: RawData) -> pd.DataFrame:
    """One row for each item and city, also for those that have no figure, which then says why.

    Parameters
    ----------
    figures
        As `perception.survey_figures` gives them, of all surveys.
    wave
        The edition's wave; None if no survey stands beside it.
    raw
        Checked raw data.

    Returns
    -------
    DataFrame
        `item, city_code, survey_unit`, the shares and measures in per cent of `base`, the publisher's `flags`, `caveat` and
        `missing`, empty where there is nothing to say.
    """
    survey = main_survey(wave, raw.tables["surveys"])
    items, cities = raw.tables["items"], raw.tables["cities"]
    own = own_figures(figures, survey)
    frame = (
        items[["item"]]
        .merge(cities[["city_code"]], how="cross")
        .merge(own, on=["item", "city_code"], how="left")
    )
    frame = measured(frame, items.set_index("item")["direction"])
    frame["missing"] = _missing(frame, own, wave, survey, raw)
    frame["caveat"] = _caveats(frame, raw.sources["perception"])
    text = ["survey_unit", "base", "flags"]
    frame = frame.assign(**{column: _filled(frame[column]) for column in text})
    return frame.sort_values(["item", "city_code"], ignore_index=True)


def beside_figures(figures: pd.DataFrame, wave: str | None, raw: RawData) -> pd.DataFrame:
    """What other surveys of the wave found, and what of the main one only the press printed; no gaps.

    Returns
    -------
    DataFrame
        `survey, item, city_code, survey_unit`, the shares and measures, `base`, `flags` and `caveat`.
    """
    survey = main_survey(wave, raw.tables["surveys"])
    others = figures[
        (figures["wave"] == wave) & ~figures.index.isin(own_figures(figures, survey).index)
    ]
    frame = measured(others, raw.tables["items"].set_index("item")["direction"])
    frame = frame.assign(caveat=_caveats(frame, raw.sources["perception"]))
    return frame.sort_values(["survey", "item", "city_code"], ignore_index=True)


def _missing(
    frame: pd.DataFrame, own: pd.DataFrame, wave: str | None, survey: str, raw: RawData
) -> pd.Series:
    """Why the favourable share is missing; of several reasons the first that holds."""
    places = raw.tables["survey_places"]
    here = places[places["wave"] == wave].set_index("city_code")["survey"].to_dict()
    of_city = _filled(frame["city_code"].map(here))
    silent = _filled(
        frame["item"].map(_silence(survey, own, raw.tables["comparability"])), NOT_ASKED
    )
    spoilt = _emptied(wave, raw)
    pairs = pd.Series(list(zip(frame["item"], frame["city_code"], strict=True)), index=frame.index)
    words = pd.Series(NOT_IN_COPY, index=frame.index)
    words = words.mask(pairs.isin(spoilt), NOT_USABLE)
    words = words.mask(~frame["item"].isin(own["item"]) & (silent != ""), silent)
    words = words.mask(of_city != survey, OTHER_SURVEY)
    words = words.mask(of_city == "", NOT_IN_SURVEY)
    return words.where(frame["favourable_pct"].isna(), "")


def _silence(survey: str, own: pd.DataFrame, comparability: pd.DataFrame) -> dict[str, str]:
    """By item without a figure in the survey, why: as the map of comparability has its concept; empty if it was asked after all."""
    said = {"not in this copy": NOT_IN_COPY, "not known": NOT_KNOWN}
    concept = (
        comparability[comparability["item"] != ""]
        .drop_duplicates("item")
        .set_index("item")["concept"]
    )
    status = comparability[comparability["survey"] == survey].set_index("concept")["status"]
    told = set(comparability.loc[comparability["survey"] == survey, "item"])
    return {
        str(item): "" if item in told else said.get(str(status.get(name, "")), NOT_ASKED)
        for item, name in concept.items()
    }


def _emptied(wave: str | None, raw: RawData) -> set[tuple[str, str]]:
    """Items and cities whose published row the sidecar leaves out; what the publisher withheld (flag u) was never printed."""
    table = raw.tables["perception"]
    answers = [str(column) for column in table if str(column).endswith("_pct")]
    empty = table[answers].isna().all(axis="columns") & ~table["flags"].str.contains("u:")
    rows = table[(table["wave"] == wave) & empty]
    found = rows.merge(raw.tables["survey_places"], on=["wave", "place"])
    return set(zip(found["item"], found["city_code"], strict=True))


def told_statistics(raw: RawData) -> pd.DataFrame:
    """The official statistics, each with whom it is credited to and what a reader should know of it."""
    return tell_rows(raw.tables[TABLE], raw.tables["flags"], raw.sources[TABLE])


def _caveats(frame: pd.DataFrame, source: Papers) -> pd.Series:
    """What a reader should know of a row, as a sentence; several are joined by semicolons.

    A share that the whole survey does not publish is no matter of a row: the edition says so once.
    """
    published = frame[SHARES].notna().any(axis="columns")
    notes: list[tuple[str, pd.Series]] = []
    for each in source.caveats:
        hit = pd.Series(True, index=frame.index) & published
        for column, value in each.row.items():
            hit &= frame[column].astype(str) == value
        notes.append((each.what, hit))
    for withheld, column in zip(WITHHELD_NOTES, SHARES, strict=True):
        gap = published & frame[column].isna() & frame["base"].isin([ALL_ANSWERS, APPLICABLE])
        if frame[column].notna().any():
            notes.append((withheld, gap))
    own = [
        (str(words), frame["note"] == words) for words in frame["note"].dropna().unique() if words
    ]
    return join_notes([*own, *notes], frame.index)


def _filled(words: pd.Series, missing: str = "") -> pd.Series:
    """Words, with another where there is none; a column without any word has no type of its own."""
    return words.astype(object).where(words.notna(), missing)


def _respondents(known: pd.Series, assumed: pd.Series) -> pd.Series:
    """Residents who answered in each city, or the number that its survey is assumed to have asked."""
    return known.astype("float64").fillna(assumed.astype("float64")).astype("Int64")


def items_of(
    answers: pd.DataFrame, in_focus: pd.Series, panel: set[str], raw: RawData
) -> pd.DataFrame:
    """All items of the framework: with figures in this edition or not, in focus or not, of how many cities."""
    frame = raw.tables["items"]
    there = answers[answers["favourable_pct"].notna()]
    cities = there.groupby("item")["city_code"].nunique()
    in_panel = there[there["survey_unit"].isin(panel)].groupby("item")["city_code"].nunique()
    return pd.DataFrame(
        {
            **{column: frame[column] for column in ("item", "label", "area")},
            "in_focus": in_focus,
            "direction": frame["direction"],
            "wording": frame["wording"],
            "asked": frame["item"].isin(cities.index),
            "cities": frame["item"].map(cities).fillna(0).astype(int),
            "panel_cities": frame["item"].map(in_panel).fillna(0).astype(int),
            "base": _filled(frame["item"].map(there.groupby("item")["base"].first())),
            "note": frame["note"],
        }
    )


def cities_of(
    answers: pd.DataFrame, wave: str | None, panel: set[str], official: pd.DataFrame, raw: RawData
) -> pd.DataFrame:
    """All cities of the register: which survey asked their residents, in which area, and for how many items the edition has a figure."""
    frame = raw.tables["cities"].sort_values("city_code")
    countries = raw.tables["countries"].set_index("country_code")
    places = raw.tables["survey_places"]
    here = places[(places["wave"] == wave) & (places["city_code"] != "")].set_index("city_code")
    there = answers[answers["favourable_pct"].notna()]
    answered = (
        frame["city_code"].map(there.groupby("city_code")["item"].nunique()).fillna(0).astype(int)
    )
    unit = _filled(frame["city_code"].map(survey_units(here.reset_index()).set_axis(here.index)))
    asked = raw.tables["surveys"].set_index("survey")["respondents_assumed"]
    survey = _filled(frame["city_code"].map(here["survey"]))
    own = (here["area"] == "city") | here["area"].str.startswith(BEFORE)
    greater = set(here.index[~own])
    return pd.DataFrame(
        {
            "city_code": frame["city_code"],
            "city": tell_apart(frame, countries["country"]),
            "country_code": frame["country_code"],
            **{
                column: frame["country_code"].map(countries[column])
                for column in ("country", "region", "subregion")
            },
            **{column: frame[column] for column in ("longitude", "latitude")},
            **populations(official, raw.tables, frame["city_code"], wave, greater),
            "survey": survey,
            "place": _filled(frame["city_code"].map(here["place"])),
            "survey_area": _filled(frame["city_code"].map(here["area"])),
            "survey_unit": unit,
            "respondents": _respondents(
                frame["city_code"].map(here["respondents"]), survey.map(asked)
            ),
            "in_edition": answered > 0,
            "in_panel": unit.isin(panel),
            "items_asked": there["item"].nunique() * (answered > 0).astype(int),
            "items_answered": answered,
        }
    )
