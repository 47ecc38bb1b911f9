"""What governments answered to one survey: shares with their base, by group, and which form a question has.

Frames in, frames out. Answers are counted and groups withheld in `studylib.data`; sentences are in `findings.governments_answers`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import pandas as pd

from quire.text.messages import _
from quire.text.words import years
from studylib.questions.elements import add_intervals

ALL = "all"
"""The dimension of all governments together."""

APART = ("dont_know", "not_applicable")
"""States of options that are counted beside the shares and are no part of their base."""

LAST = ("none", "other")
"""States of options that close a list, however many chose them."""

NUMBERS = frozenset(["integer", "decimal", "share", "money", "year"])
CHOICES = frozenset(["select_one", "select_multiple", "matrix_one", "matrix_multiple"])
RANK = "rank"

MOST_COLUMNS = 8
"""More groups than these are the rows of a table, and not its columns."""


class Form(StrEnum):
    """How the answers to a question are shown."""

    BARS = "bars"
    RANKS = "ranks"
    STACK = "stack"
    GRID = "grid"
    HEAT = "heat"
    NUMBERS = "numbers"
    NONE = "none"


@dataclass(frozen=True)
class Survey:
    """One survey of governments, with the rows of the processed tables that are its own.

    Attributes
    ----------
    facts
        Its row of `instruments`.
    questions, items, options, tallies, numbers, pairs, participation
        The processed tables `government_<name>`.
    """

    facts: Mapping[str, Any]
    questions: pd.DataFrame
    items: pd.DataFrame
    options: pd.DataFrame
    tallies: pd.DataFrame
    numbers: pd.DataFrame
    pairs: pd.DataFrame
    participation: pd.DataFrame

    @property
    def id(self) -> str:
        """Its folder below `data/raw/instruments`."""
        return str(self.facts["instrument"])

    @property
    def unit(self) -> str:
        """What its respondents are called, in the plural."""
        return str(self.facts["unit"])

    @property
    def years(self) -> str:
        """When it was asked, as a sentence says it."""
        ends = (self.facts["year_from"], self.facts["year_to"])
        return years(int(end) for end in ends if pd.notna(end))

    @property
    def answered(self) -> int:
        """How many governments answered."""
        return int(self.facts["answered"])

    @property
    def left_out(self) -> int:
        """How many of them agreed to be counted in totals only, and may be left out of a figure."""
        return int(self.facts["left_out"] or 0)

    @property
    def invited(self) -> int | None:
        """How many were asked, if that is known."""
        number = self.facts["invited"]
        return None if pd.isna(number) else int(number)

    @property
    def dimensions(self) -> list[str]:
        """What it is broken down by, without all governments together."""
        return [name for name in self.tallies["dimension"].unique() if name != ALL]

    @cached_property
    def _by_question(self) -> dict[str, dict[str, Any]]:
        rows = self.questions.to_dict("records")
        return {row["question"]: {str(name): row[name] for name in row} for row in rows}

    def question(self, question: str) -> Mapping[str, Any]:
        """What is known of one question."""
        return self._by_question[question]

    def question_on(self, side: str) -> str:
        """The question on what slows or what eases, by these words; empty where it has none."""
        return str(self.facts[side] or "")

    def answered_to(self, question: str) -> int:
        """How many governments gave an answer to a question; 0 where these are so few that it is withheld."""
        number = self.question(question)["answered"]
        return 0 if pd.isna(number) else int(number)

    def of(self, table: str, question: str) -> pd.DataFrame:
        """The rows of one of its tables that are of a question, in their order."""
        frame: pd.DataFrame = getattr(self, table)
        rows = frame[frame["question"] == question]
        return rows.sort_values("position") if "position" in rows else rows


def split_surveys(
    instruments: pd.DataFrame,
    questions: pd.DataFrame,
    items: pd.DataFrame,
    options: pd.DataFrame,
    tallies: pd.DataFrame,
    numbers: pd.DataFrame,
    pairs: pd.DataFrame,
    participation: pd.DataFrame,
) -> list[Survey]:
    """The surveys of governments beside an edition, each with its own rows of the processed tables."""
    tables = (questions, items, options, tallies, numbers, pairs, participation)
    return [
        Survey(
            {str(name): value for name, value in row.items()},
            *(
                table[table["instrument"] == row["instrument"]].drop(columns="instrument")
                for table in tables
            ),
        )
        for row in instruments.to_dict("records")
    ]


def choose_form(survey: Survey, question: str) -> Form:
    """How the answers to a question are shown: it follows from its kind, and from the items that it has."""
    facts, items = survey.question(question), survey.of("items", question)
    if facts["kind"] in NUMBERS:
        return Form.NUMBERS
    if facts["kind"] == RANK:
        return Form.RANKS
    if facts["kind"] not in CHOICES:
        return Form.NONE
    if len(items) == 1:
        return Form.BARS
    plane = bool((items["column"] != "").all())
    if plane and (facts["scale"] or len(list_live_options(survey, question)) == 1):
        return Form.GRID
    return Form.STACK if facts["scale"] else Form.HEAT


def is_rated(survey: Survey, question: str) -> bool:
    """Whether several items are rated on one scale, so that its upper half is one share an item."""
    rated = bool(survey.question(question)["scale"])
    return rated and choose_form(survey, question) in {Form.STACK, Form.GRID}


def list_live_options(survey: Survey, question: str) -> pd.DataFrame:
    """The options of a question that its shares are made of, in the questionnaire's order."""
    options = survey.of("options", question)
    return options[~options["state"].isin(APART)]


def list_upper_options(survey: Survey, question: str) -> pd.DataFrame:
    """The upper half of a scale: of four options the last two, of five too."""
    scale = list_live_options(survey, question)
    scale = scale[~scale["state"].isin(LAST)]
    return scale.tail(len(scale) // 2)


def list_shares(survey: Survey, question: str) -> pd.DataFrame:
    """Shares of the answers to a question, by option, or by item for a scale, for all and by group.

    Of a scale it is the share of its upper half; of a rank, the share that placed an option first.

    Returns
    -------
    DataFrame
        `dimension`, `group`, `item`, `option` (empty for a scale), `row`, `column`, `name` (what the share is of), `element`, `state`,
        `n` of `base` who chose it, both missing where `withheld`, `asked`, `population` (how many governments the base is a part of, if
        known) and `share_pct`; in the order of dimensions, groups, items and options.
    """
    form, rated = choose_form(survey, question), is_rated(survey, question)
    rows = _join_names(survey, question)
    rows = rows.assign(population=_find_population(survey, rows))
    rows = rows[~rows["state"].isin(APART)]
    if form is Form.RANKS:
        rows = rows[rows["position_rank"].astype(str) == "1"]
    if rated:
        rows = _add_upper_half(rows, list_upper_options(survey, question))
    if form in {Form.BARS, Form.RANKS}:
        rows = rows.assign(name=rows["option_label"])
    elif rated or form is Form.GRID:
        rows = rows.assign(name=rows["item_label"])
    else:
        both = zip(rows["item_label"], rows["option_label"], strict=True)
        rows = rows.assign(name=[_("{row}: {answer}", row=row, answer=one) for row, one in both])
    element = rows["option_element"].where(rows["option_element"] != "", rows["item_element"])
    names = ["dimension", "group", "item", "option", "row", "column", "name", "state"]
    columns = [*names, "n", "base", "asked", "population", "withheld"]
    return (
        rows[columns]
        .assign(
            option_label=rows["option_label"],
            item_label=rows["item_label"],
            element=element,
            share_pct=_share(rows),
        )
        .reset_index(drop=True)
    )


def list_positions(survey: Survey, question: str) -> pd.DataFrame:
    """Of a rank: which share of all governments put each option in which place, as `name`, `option`, `share_pct`, `n` and `base`."""
    rows = _join_names(survey, question, ALL)
    rows = rows[~rows["state"].isin(APART)]
    rows = rows[rows["position_rank"].astype(str) != ""]
    place = pd.to_numeric(rows["position_rank"])
    made = rows.assign(name=rows["option_label"], place=place, share_pct=_share(rows))
    return made[["option", "name", "place", "n", "base", "share_pct"]].reset_index(drop=True)


def list_scale(survey: Survey, question: str) -> pd.DataFrame:
    """Of a scale: which share of all governments chose each of its options, for every item."""
    rows = _join_names(survey, question, ALL)
    rows = rows[~rows["state"].isin(APART)]
    made = rows.assign(name=rows["item_label"], share_pct=_share(rows))
    columns = ["item", "name", "option", "option_label", "n", "base", "share_pct"]
    return made[columns].reset_index(drop=True)


def list_states(survey: Survey, question: str) -> pd.DataFrame:
    """How many of all governments chose "don't know" or what else stands apart: `label`, and the least and the most over the items."""
    rows = _join_names(survey, question, ALL)
    rows = rows[rows["state"].isin(APART) & rows["n"].notna()]
    by_option = rows.groupby("option_label", sort=False)["n"].agg(["min", "max"])
    return by_option.rename_axis("label").reset_index()


def select_all(shares: pd.DataFrame, confidence_pct: float) -> pd.DataFrame:
    """The shares of all governments together, with their intervals `low` and `high`."""
    rows = shares[(shares["dimension"] == ALL) & shares["share_pct"].notna()]
    return add_intervals(rows, "base", confidence_pct, "population").reset_index(drop=True)


def order_by_share(shares: pd.DataFrame) -> pd.DataFrame:
    """Rows from the greatest share down; "none" and "other" at the end, ties in the questionnaire's order."""
    last = shares["state"].isin(LAST)
    order = shares.assign(last=last, down=-shares["share_pct"])
    return shares.loc[order.sort_values(["last", "down"], kind="stable").index]


def list_elements(
    survey: Survey, question: str, elements: pd.DataFrame, confidence_pct: float
) -> pd.DataFrame:
    """What slows or eases, of all governments, beside surveys of others: in the form of `elements.list_barriers`.

    Options without an element of the framework are left out.

    Parameters
    ----------
    elements
        The processed table.
    """
    labels = dict(zip(elements["element"], elements["label"], strict=True))
    rows = order_by_share(select_all(list_shares(survey, question), confidence_pct))
    rows = rows[rows["element"].isin(labels)]
    return pd.DataFrame(
        {
            "element": rows["element"].map(labels),
            "statement": rows["name"],
            "kind": "",
            "survey": str(survey.facts["title"]),
            "survey_year": survey.years,
            "population": survey.unit,
            "respondents_n": rows["base"],
            "share_pct": rows["share_pct"],
            "low": rows["low"],
            "high": rows["high"],
            "source": str(survey.facts["address"]),
        }
    )


def list_pairs(survey: Survey, question: str) -> pd.DataFrame:
    """What goes with what among the options or items of a question.

    Returns
    -------
    DataFrame
        `first`, `second`, `rho` (phi) with `low` and `high`, and the four counts `both`, `a_only`, `b_only`, `neither`.
    """
    pairs = survey.of("pairs", question)
    names: dict[str, str] = {}
    for kind in (
        "option",
        "item",
    ):  # of a matrix its items go together, and not the steps of its scale
        labels = survey.of(f"{kind}s", question)
        names |= dict(zip(labels[kind], labels["label"], strict=True))
    frame = pairs.rename(columns={"phi": "rho"}).assign(
        first=pairs["option_a"].map(names), second=pairs["option_b"].map(names)
    )
    columns = ["first", "second", "rho", "low", "high", "both", "a_only", "b_only", "neither"]
    return frame[columns].reset_index(drop=True)


def count_places(survey: Survey, dimension: str = "country") -> int:
    """How many groups of a dimension have a government that answered; 0 where the survey has no such dimension."""
    rows = survey.participation[survey.participation["dimension"] == dimension]
    return int((rows["withheld"] | (rows["answered"] > 0)).sum())


def _share(rows: pd.DataFrame) -> pd.Series:
    """Per cent that `n` is of `base`, missing where nobody answered."""
    return 100 * rows["n"] / rows["base"].where(rows["base"] > 0)


def _join_names(survey: Survey, question: str, dimension: str = "") -> pd.DataFrame:
    """The tallies of a question, all or of one dimension, with labels, states and elements of items and options, in order."""
    items = survey.of("items", question)[["item", "row", "column", "label", "element"]]
    options = survey.of("options", question)[["option", "label", "state", "element"]]
    tallies = survey.of("tallies", question)
    if dimension:
        tallies = tallies[tallies["dimension"] == dimension]
    places = {
        name: {value: at for at, value in enumerate(frame[name])}
        for name, frame in (("item", items), ("option", options))
    }
    group = tallies["dimension"] + "\n" + tallies["group"]
    order = tallies.assign(
        at_group=group.map({name: at for at, name in enumerate(group.unique())}),
        at_item=tallies["item"].map(places["item"]),
        at_option=tallies["option"].map(places["option"]),
    ).sort_values(["at_group", "at_item", "at_option"], kind="stable")
    named = order.merge(items.add_prefix("item_").rename(columns={"item_item": "item"}), on="item")
    named = named.merge(
        options.add_prefix("option_").rename(columns={"option_option": "option"}), on="option"
    )
    return named.rename(
        columns={"item_row": "row", "item_column": "column", "option_state": "state"}
    )


def _add_upper_half(rows: pd.DataFrame, upper: pd.DataFrame) -> pd.DataFrame:
    """The options of the upper half of a scale as one, for each group and item."""
    rows = rows[rows["option"].isin(upper["option"])]
    keys = ["dimension", "group", "item"]
    summed = rows.groupby(keys, sort=False)["n"].transform("sum", min_count=len(upper))
    first = ~rows.duplicated(keys)
    return rows.assign(n=summed, option="", option_element="", state="")[first]


def _find_population(survey: Survey, rows: pd.DataFrame) -> pd.Series:
    """How many governments each base is a part of, missing where nobody knows how many were invited.

    Those invited; where only some were asked, or where a question does not apply to some, as large a part of those invited.
    """
    known = survey.participation.set_index(["dimension", "group"])[["invited", "answered"]]
    everybody = pd.DataFrame(
        {"invited": [survey.facts["invited"]], "answered": [survey.answered]},
        index=pd.MultiIndex.from_tuples([(ALL, ALL)]),
    )
    known = pd.concat([known, everybody]).astype(float)
    group = rows["group"].where(rows["dimension"] != ALL, ALL)
    at = pd.MultiIndex.from_arrays([rows["dimension"], group])
    of = known[~known.index.duplicated()].reindex(at).set_axis(rows.index)
    none, unknown = (_sum_state(rows, state) for state in ("not_applicable", "dont_know"))
    inside = rows["base"] + unknown
    part = rows["asked"] / of["answered"] * inside / (inside + none)
    whole = of["invited"] * part
    return whole.where(whole >= rows["base"], rows["base"]).where(whole.notna())


def _sum_state(rows: pd.DataFrame, state: str) -> pd.Series:
    """How many of each group chose an option of a state, for each item."""
    chosen = rows["n"].where(rows["state"] == state, 0.0)
    return chosen.groupby([rows["dimension"], rows["group"], rows["item"]]).transform("sum")
