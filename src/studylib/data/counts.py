"""Counting what governments answered, by group, with what is too small withheld. Pure functions.

A respondent *answered* an item if it said something else than that it does not know, or that the
question does not apply: these answers are the *base* of shares. Who ticked nothing where several
could be chosen has not answered.

Groups under five are withheld, and others with them, so that no difference shows them
(`withholding`). What a government answered that is named is public, so that of one that agreed to
be counted *in totals* only nothing may follow from a total less the named ones. Such governments
count only in what all answered together, and there only in items that at least five of them
answered. Groups, quartiles and pairs rest on the named ones: groups of several dimensions, and
values such as a median, would give single answers away.

The tables are those of one survey, as `instruments` reads them. Respondents are those that
answered, with a column for each dimension and, where some are in totals only, a column `consent`
that says `totals`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from quire.text.messages import _
from studylib.data.instrument_checks import CHOICES, RANK
from studylib.data.withholding import LEAST_SHOWN, find_withheld_groups
from studylib.questionnaire.model import ALONE, NO_ANSWER, NUMBERS

ALL = "all"
"""The dimension, and its one group, of all respondents together."""
UNKNOWN = _("not known")
"""Group of the respondents whose population, or what else groups them, is not known."""
TOTALS = "totals"
"""Consent to be counted in totals only."""
CELL = ["item", "dimension", "group"]
QUARTILES = {"lower_quartile": 0.25, "median": 0.5, "upper_quartile": 0.75}


@dataclass(frozen=True)
class _Counted:
    """What cells rest on.

    Attributes
    ----------
    cells
        A row for each item and group: `item, dimension, group, base, asked, withheld`.
    members
        Who counts in each of them, by `respondent`.
    """

    cells: pd.DataFrame
    members: pd.DataFrame


def tallies(
    questions: pd.DataFrame,
    items: pd.DataFrame,
    options: pd.DataFrame,
    respondents: pd.DataFrame,
    answers: pd.DataFrame,
    dimensions: Sequence[str],
    asked: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """How many chose each option of each item, by group.

    Parameters
    ----------
    dimensions
        Columns of the respondents to count by, beside all of them together.
    asked
        `respondent` and `question` for each question that was put to a respondent; None if all
        were put to all.

    Returns
    -------
    DataFrame
        `question, item, option, dimension, group, position_rank, n, base, asked, withheld`; every
        option in every group, also those that nobody chose. Of a rank a row for each place, and
        one with an empty place for being ranked at all. Numbers are missing where withheld.
    """
    choice = items.merge(questions.loc[questions["kind"].isin(CHOICES), ["question", "kind"]])
    given = answers.rename(columns={"value": "option"}).merge(choice[["question", "item"]])
    given = given.merge(options[["question", "option", "state"]])
    given = given.assign(
        valid=~given["state"].isin(NO_ANSWER),
        position_rank=given["position"].map(lambda place: "" if pd.isna(place) else f"{place:.0f}"),
    )
    counted = _count(given, choice, respondents, dimensions, asked)
    cells = choice[["question", "item", "kind"]].merge(_list_places(choice, options))
    cells = cells.merge(counted.cells)
    chosen = counted.members.merge(given, on=["respondent", "item"])
    by_option, by_place = [*CELL, "option"], [*CELL, "option", "position_rank"]
    n = _look_up(chosen.groupby(by_option).size(), cells)
    placed = _look_up(chosen.groupby(by_place).size(), cells)
    n = n.where(cells["position_rank"] == "", placed)
    columns = ["question", "item", "option", "dimension", "group", "position_rank"]
    cells = cells.assign(n=n.mask(cells["withheld"]))
    return cells[[*columns, "n", "base", "asked", "withheld"]]


def numbers(
    questions: pd.DataFrame,
    items: pd.DataFrame,
    respondents: pd.DataFrame,
    answers: pd.DataFrame,
    dimensions: Sequence[str],
    asked: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Quartiles of the numbers that were given, by group; parameters are those of `tallies`.

    Governments in totals only are left out: a quartile may be the very number that one of them gave.

    Returns
    -------
    DataFrame
        `question, item, dimension, group, answered, asked, lower_quartile, median, upper_quartile,
        withheld`. Quartiles lie on straight lines between the ordered values (type 7 of Hyndman and
        Fan, The American Statistician 50, 1996).
    """
    respondents = respondents[~are_in_totals(respondents)]
    numeric = items.merge(questions.loc[questions["kind"].isin(NUMBERS), ["question", "kind"]])
    given = answers.merge(numeric[["item"]]).assign(valid=True)
    given["value"] = given["value"].astype("float64")
    counted = _count(given, numeric, respondents, dimensions, asked)
    cells = numeric[["question", "item"]].merge(counted.cells)
    values = counted.members.merge(given, on=["respondent", "item"]).groupby(CELL)["value"]
    for name, part in QUARTILES.items():
        cells[name] = _look_up(values.quantile(part), cells, None).mask(cells["withheld"])
    columns = ["question", "item", "dimension", "group", "answered", "asked", *QUARTILES]
    return cells.rename(columns={"base": "answered"})[[*columns, "withheld"]]


def participation(
    respondents: pd.DataFrame,
    dimensions: Sequence[str],
    invited: pd.DataFrame | None = None,
    total_invited: int | None = None,
    *,
    public: bool = False,
) -> pd.DataFrame:
    """How many were asked and how many answered, by group.

    Parameters
    ----------
    dimensions
        As in `tallies`; countries are held against their `region`, as one would follow from the
        region and the other countries.
    invited
        All that were asked, those that answered among them, with the same columns; None if nobody
        knows.
    total_invited
        How many that are, if nothing else is known of them.
    public
        Whether it is published anyway who answered, so that nothing is withheld.

    Returns
    -------
    DataFrame
        `dimension, group, invited, answered, withheld`; numbers are missing where not known or
        withheld.
    """
    everyone = respondents if invited is None else invited
    who = _group(everyone, dimensions)
    came = _group(respondents, dimensions)
    cells = _list_cells(who, everyone, dimensions)
    keys = ["dimension", "group"]
    there = _look_up(came.groupby(keys).size(), cells)
    count = there.set_axis(pd.MultiIndex.from_frame(cells[keys]))
    # a group of few that were asked and did not answer would come close to naming them
    hidden = set() if public else _find_hidden(count, everyone)
    withheld = _are_in(cells, hidden)
    all_of_them = cells["dimension"] == ALL
    asked = there * float("nan")
    if invited is not None:
        asked = _look_up(who.groupby(keys).size(), cells)
    elif total_invited is not None:
        asked = asked.mask(all_of_them, float(total_invited))
    masked = {"invited": asked.mask(withheld), "answered": there.mask(withheld)}
    return cells[keys].assign(**masked, withheld=withheld)


def count_left_out(respondents: pd.DataFrame) -> int:
    """How many are counted nowhere: those in totals only, where they are fewer than five in all.

    >>> count_left_out(pd.DataFrame({"respondent": ["a", "b"], "consent": ["named", "totals"]}))
    1
    """
    some = int(are_in_totals(respondents).sum())
    return some if some < LEAST_SHOWN else 0


def are_in_totals(respondents: pd.DataFrame) -> pd.Series:
    """Which respondents are counted in totals only."""
    if "consent" in respondents:
        return respondents["consent"] == TOTALS
    return pd.Series(False, respondents.index)


def _list_places(choice: pd.DataFrame, options: pd.DataFrame) -> pd.DataFrame:
    """Every option of the questions, and of a rank every place that it can have."""
    rows = []
    for question, kind in choice[["question", "kind"]].drop_duplicates().to_numpy():
        mine = options[options["question"] == question]
        answers = mine.loc[~mine["state"].isin(ALONE), "option"]
        places = [str(place + 1) for place in range(len(answers))] if kind == RANK else []
        for option in mine["option"]:
            reachable = ["", *(places if option in set(answers) else [])]
            rows += [(question, option, place) for place in reachable]
    return pd.DataFrame(rows, columns=["question", "option", "position_rank"], dtype=object)


def _group(respondents: pd.DataFrame, dimensions: Sequence[str]) -> pd.DataFrame:
    """Each respondent once for each dimension: `respondent, totals, dimension, group`."""
    totals = are_in_totals(respondents)
    parts = []
    for name in (ALL, *dimensions):
        group = respondents[name].astype(object) if name != ALL else ALL
        parts.append(
            pd.DataFrame(
                {
                    "respondent": respondents["respondent"],
                    "totals": totals,
                    "dimension": name,
                    "group": group,
                }
            )
        )
    frame = pd.concat(parts, ignore_index=True)
    known = frame["group"].notna() & (frame["group"] != "")
    return frame.assign(group=frame["group"].where(known, UNKNOWN))


def _list_cells(
    groups: pd.DataFrame, respondents: pd.DataFrame, dimensions: Sequence[str]
) -> pd.DataFrame:
    """The groups of each dimension, in the order of its categories, else of the alphabet."""
    rows = []
    for name in (ALL, *dimensions):
        there = set(groups.loc[groups["dimension"] == name, "group"])
        column = respondents[name] if name != ALL else pd.Series([ALL])
        is_ordered = isinstance(column.dtype, pd.CategoricalDtype)
        order = list(column.cat.categories) if is_ordered else sorted(there - {UNKNOWN})
        rows += [(name, group) for group in [*order, UNKNOWN] if group in there]
    return pd.DataFrame(rows, columns=["dimension", "group"])


def _count(
    given: pd.DataFrame,
    items: pd.DataFrame,
    respondents: pd.DataFrame,
    dimensions: Sequence[str],
    asked: pd.DataFrame | None,
) -> _Counted:
    """The base of each item in each group, who is in it, and what is withheld.

    Parameters
    ----------
    given
        `respondent, item, valid`: answers, and whether they are part of the base.
    """
    groups = _group(respondents, dimensions)
    put = respondents[["respondent"]].merge(items[["question", "item"]], how="cross")
    if asked is not None:
        put = put.merge(asked[["respondent", "question"]].drop_duplicates())
    valid = given.loc[given["valid"], ["respondent", "item"]].drop_duplicates()
    put = put.merge(valid.assign(valid=True), how="left")
    put = put.assign(valid=put["valid"].notna()).merge(groups, on="respondent")
    together = put[put["totals"] & (put["dimension"] == ALL)]
    enough = together.groupby("item")["valid"].sum() >= LEAST_SHOWN
    counts = together["item"].isin(enough.index[enough])
    members = pd.concat([put[~put["totals"]], together[counts]])
    cells = items[["item"]].merge(_list_cells(groups, respondents, dimensions), how="cross")
    sums = members.groupby(CELL)["valid"]
    base, reached = sums.sum(), sums.size()
    withheld = _are_in(cells, _find_hidden_cells(base), CELL)
    return _Counted(
        cells.assign(
            base=_look_up(base, cells).mask(withheld),
            asked=_look_up(reached, cells).mask(withheld),
            withheld=withheld,
        ),
        members[["respondent", *CELL]],
    )


def _find_hidden_cells(count: pd.Series) -> set[tuple[str, ...]]:
    """Cells that are withheld, of a count by item, dimension and group; each two by themselves."""
    hidden: set[tuple[str, ...]] = set()
    few = count[count < LEAST_SHOWN].reset_index()[["item", "dimension"]].drop_duplicates()
    for item, dimension in few.to_numpy():
        groups = find_withheld_groups(count.loc[(item, dimension)])
        hidden |= {(item, dimension, group) for group in groups}
    return hidden


def _find_hidden(count: pd.Series, respondents: pd.DataFrame) -> set[tuple[str, ...]]:
    """Groups that are withheld, of a count by dimension and group; countries in their region."""
    hidden: set[tuple[str, ...]] = set()
    for dimension in sorted(set(count.index.get_level_values("dimension")) - {"country"}):
        hidden |= {(dimension, group) for group in find_withheld_groups(count.loc[dimension])}
    if "country" in count.index.get_level_values("dimension"):
        countries = count.loc["country"]
        home = respondents.drop_duplicates("country").set_index("country")["region"]
        for region, mine in countries.groupby(countries.index.map(home)):
            away = mine.index if ("region", region) in hidden else find_withheld_groups(mine)
            hidden |= {("country", country) for country in away}
    return hidden


def _are_in(
    frame: pd.DataFrame, keys: set[tuple[str, ...]], by: Sequence[str] = ("dimension", "group")
) -> pd.Series:
    """Whether the key of each row is among some."""
    if not keys:
        return pd.Series(False, frame.index)
    rows = zip(*(frame[name].to_numpy() for name in by), strict=True)
    return pd.Series([row in keys for row in rows], frame.index, dtype=bool)


def _look_up(count: pd.Series, cells: pd.DataFrame, gap: float | None = 0.0) -> pd.Series:
    """The count of each cell, by the names of its index; `gap` where there is none."""
    names = list(count.index.names)
    found = cells[names].merge(count.rename("_").reset_index(), how="left", on=names)["_"]
    numbers_ = found.set_axis(cells.index).astype("float64")
    return numbers_ if gap is None else numbers_.fillna(gap)
