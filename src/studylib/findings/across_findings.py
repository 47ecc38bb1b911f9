"""What the comparison of editions says, in sentences, tables and alt texts; no change is claimed that could well be chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from quire.text.cells import Fold
from quire.text.words import capital, counted, decimal, interval, listed, small
from studylib.data.survey_agreement import SILENT
from studylib.findings.chance import WHOLE_SURVEY
from studylib.findings.element_findings import points
from studylib.findings.spans import by_survey, survey_name
from studylib.questions.area_changes import AreaChanges
from studylib.questions.comparability import REWORDED, SAME
from studylib.questions.trends import flag_first_asked

NONE = "No concept was asked in the same way in two surveys, so nothing is compared."


def map_sentence(cells: pd.DataFrame) -> str:
    """How many concepts can be followed at all."""
    asked = cells[~cells["status"].isin(SILENT)].groupby("concept").size()
    every = cells["edition"].drop_duplicates()
    return (
        f"{counted(cells['concept'].nunique(), 'concept')} in {counted(len(every), 'survey')} ({listed(every)}): "
        f"{int((asked == len(every)).sum())} have figures in all of them, {int((asked == 1).sum())} in one only. "
        f"{counted(int((cells['status'] == REWORDED).sum()), 'wording')} changed."
    )


def map_alt(cells: pd.DataFrame) -> str:
    """Alt text of the map."""
    told = cells["status"].mask(flag_first_asked(cells), "asked for the first time")
    rows = [
        f"{edition}: "
        + listed(f"{count} {status}" for status, count in sorted(part.value_counts().items()))
        for edition, part in told.groupby(cells["edition"], sort=False)
    ]
    return f"Matrix of concepts and surveys, with how each was asked. {'; '.join(rows)}."


def changed_wordings(cells: pd.DataFrame) -> pd.DataFrame:
    """Where a concept was asked, but not in the same way, with the reason."""
    odd = cells[~cells["status"].isin([SAME, *SILENT])]
    return odd[["label", "edition", "status", "reason"]].set_axis(
        ["Concept", "Survey", "How", "Why"], axis="columns"
    )


def refusals_sentence(refused: pd.DataFrame, cells: pd.DataFrame, without: Sequence[str]) -> str:
    """How much is refused, and where nothing of an area is left.

    Parameters
    ----------
    refused, cells
        As `trends.list_refusals` and `trends.map_cells` give them.
    without
        Editions that no survey stands beside.
    """
    some = "Editions" if len(without) > 1 else "Edition"
    more = f" {some} {listed(without)}: no survey, and so nothing to compare." if without else ""
    editions = cells["edition"].nunique()
    every = cells["concept"].nunique() * editions * (editions - 1) // 2
    if refused.empty:
        return f"None of {every:,} combinations of a concept with two surveys is refused.{more}"
    concepts = f"{refused['concept'].nunique()} of {counted(cells['concept'].nunique(), 'concept')}"
    said = f"Refused are {len(refused):,} of {every:,} combinations of a concept with two surveys; they concern {concepts}."
    whole = []
    for area, part in refused.groupby("area", sort=False):
        size = cells.loc[cells["area"] == area, "concept"].nunique()
        counts = Counter(zip(part["before"], part["after"], strict=True))
        pairs = _pairs((pair for pair, count in counts.items() if count == size), ", from ")
        if pairs:
            whole.append(f"{area} ({counted(size, 'concept')}) from {pairs}")
    return said + (f" Every concept is refused for {'; '.join(whole)}." if whole else "") + more


def refusals_table(refused: pd.DataFrame) -> pd.DataFrame:
    """What is refused and why: concepts of an area that are refused for the same editions and reason stand in one row."""
    keys = ["area", "concept", "label", "reason"]
    pairs = refused.groupby(keys, sort=False)[["before", "after"]].apply(
        lambda part: _pairs(part.itertuples(index=False, name=None))
    )
    each = pairs.rename("pairs").reset_index() if len(refused) else refused.assign(pairs="")
    groups = each.groupby(["area", "pairs", "reason"], sort=False)["label"]
    rows = [[listed(sorted(labels)), *key] for key, labels in groups]
    return pd.DataFrame(rows, columns=["Concepts", "Area", "Surveys", "Why"])


def _pairs(pairs: Iterable[tuple[str, str]], between: str = "; ") -> str:
    """Pairs of editions, those with the same first one together."""
    after: dict[str, list[str]] = {}
    for one, two in pairs:
        after.setdefault(one, []).append(two)
    return between.join(f"{one} to {listed(each)}" for one, each in after.items())


def lines_table(lines: pd.DataFrame) -> pd.DataFrame:
    """What each line joins, with the cities it rests on and where it breaks, for readers."""
    return pd.DataFrame(
        {
            "Concept": lines["label"],
            "Surveys joined": [
                "; ".join(", ".join(each) for each in joined) for joined in lines["joined"]
            ],
            "Same cities": _folded(lines["names"]),
            "Breaks": [" ".join(each) or "no" for each in lines["breaks"]],
        }
    )


def _folded(names: Iterable[tuple[str, ...]]) -> list[Fold]:
    """The number of some cities, which opens to their names."""
    return [Fold(str(len(each)), each) for each in names]


def changes_sentence(found: pd.DataFrame, noun: str = "concept") -> str:
    """How many concepts moved in the same cities; or whatever `noun` says."""
    if found.empty:
        return NONE
    said = []
    for (before, after), part in found.groupby(["before", "after"], sort=False):
        up, down = (
            part[part["moved"] & (part["within"] > 0)],
            part[part["moved"] & (part["within"] < 0)],
        )
        said.append(
            f"From {before} to {after}, {len(up) + len(down)} of {counted(len(part), noun)} moved in the same cities"
            + (
                "."
                if not len(up) + len(down)
                else f": {listed(each for each in (_told(up, 'up'), _told(down, 'down')) if each)}."
            )
        )
    return " ".join([*said, WHOLE_SURVEY] if found["moved"].any() else said)


def _told(part: pd.DataFrame, side: str) -> str:
    words = listed(f"{small(row['label'])} {points(row['within'])}" for _, row in part.iterrows())
    return f"{len(part)} {side} ({words})" if words else ""


def changes_table(found: pd.DataFrame) -> pd.DataFrame:
    """Changes for readers, with the difference of all cities taken apart."""
    ends = zip(found["low"], found["high"], strict=True)
    return pd.DataFrame(
        {
            "Concept": found["label"],
            "Surveys": found["before"] + " to " + found["after"],
            "Cities in both": _folded(found["names"]),
            "Same cities": [points(each) for each in found["within"]],
            "Interval": [interval(low, high, sign=True) for low, high in ends],
            "Moved": ["yes" if each else "no" for each in found["moved"]],
            "Cities that came and went": [points(each) for each in found["other_cities"]],
            "Method": [points(each) for each in found["method"]],
            "All cities": [points(each) for each in found["whole"]],
        }
    )


def trends_alt(table: pd.DataFrame) -> str:
    """Alt text of the small multiples."""
    rows = []
    for label, part in table.groupby("label", sort=False):
        ends = [
            f"{decimal(row['panel_mean'], 0)} in {row['edition']}" for _, row in part.iterrows()
        ]
        rows.append(f"{label} {listed(ends)} ({int(part['panel_cities'].iloc[0])} cities)")
    return f"Small lines, one a concept, of the mean favourable share in the same cities, per cent: {'; '.join(rows)}."


def areas_sentence(made: AreaChanges) -> str:
    """Which areas moved on what is common, what the editions' own scores add, and what has no score."""
    found = made.changes
    said = [
        changes_sentence(found, "area")
        if len(found)
        else "No area has a common item in two surveys."
    ]
    if len(found):
        more = int((found["method"].abs() > found["within"].abs()).sum())
        said.append(
            f"The surveys' own scores differ by more because of other items than because of change in the same cities in {more} of "
            f"{len(found)} comparisons, and so no line joins them."
        )
    said += [f"{label} has no score for {why}." for label, why in _reasons(made.refused)]
    if made.without:
        survey = "survey" if len(made.without) == 1 else "surveys"
        have = "has" if len(made.without) == 1 else "have"
        said.append(
            f"The {survey} of {listed(made.without)} {have} no balance, because this copy has positive shares only, and so no score."
        )
    return " ".join(said)


def areas_by_survey(made: AreaChanges, years: Mapping[str, int | None]) -> AreaChanges:
    """The same with editions called by their surveys; see `spans.by_survey`."""
    named = tuple(survey_name(each, years) for each in made.without)
    return AreaChanges(by_survey(made.changes, years), by_survey(made.refused, years), named)


def part_sentence(in_part: Mapping[str, tuple[int, int]], years: Mapping[str, int | None]) -> str:
    """That a count of what moved says nothing of what this copy does not have.

    Parameters
    ----------
    in_part
        As `comparability.count_known_in_part` gives it.

    >>> part_sentence({"2023": (13, 38)}, {"2023": 2023})[:71]
    'Of the survey of 2023 this copy has 13 concepts; up to 38 more were ask'
    """
    return " ".join(
        f"Of the survey of {survey_name(edition, years)} this copy has {counted(there, 'concept')}; up to {lacking} more were asked, and "
        "others chose which of them can be read. So its count of what moved says nothing of the rest."
        for edition, (there, lacking) in in_part.items()
    )


def beside_sentence(others: pd.DataFrame, surveys: pd.DataFrame) -> str:
    """How many other surveys there are, and of how many cities.

    Parameters
    ----------
    others, surveys
        The processed tables `comparability_beside` and `resident_surveys` of all editions.
    """
    own = surveys[surveys["survey"].isin(others["survey"])].drop_duplicates("survey")
    if own.empty:
        return "There are none."
    number = int(own["cities"].sum())
    return f"{capital(counted(len(own), 'such survey covers', 'such surveys cover'))} {counted(number, 'city', 'cities')}."


def beside_table(others: pd.DataFrame, surveys: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Other surveys for readers, each with the concepts that stand in the same way to the survey of the same year."""
    title = surveys.drop_duplicates("survey").set_index("survey")["title"]
    label = items.drop_duplicates("item").set_index("item")["label"]
    rows = []
    for (survey, status, reason), part in others.groupby(
        ["survey", "status", "reason"], sort=False
    ):
        names = tuple(sorted(map(str, label.loc[part["item"].drop_duplicates()])))
        rows.append(
            [title[str(survey)], Fold(counted(len(names), "concept"), names), status, reason]
        )
    return pd.DataFrame(rows, columns=["Survey", "Concepts", "How", "Why"])


def _reasons(refused: pd.DataFrame) -> list[tuple[str, str]]:
    found = []
    for label, part in refused.groupby("label", sort=False):
        steps = listed(
            f"{row['before']} to {row['after']} ({row['reason']})" for _, row in part.iterrows()
        )
        found.append((str(label), steps))
    return found


def areas_table(found: pd.DataFrame) -> pd.DataFrame:
    """Area scores over editions for readers, with the difference of the editions' own scores taken apart."""
    table = changes_table(found).rename(
        columns={"Concept": "Area", "Method": "Other items", "All cities": "Own scores"}
    )
    items = [Fold(counted(len(each), "item"), each) for each in found["items"]]
    table.insert(2, "Common items", items)
    return table


def areas_alt(found: pd.DataFrame) -> str:
    """Alt text of the small multiples of areas."""
    rows = []
    for label, part in found.groupby("label", sort=False):
        ends = [
            f"{decimal(row['score_before'], 0)} in {row['before']} to {decimal(row['score_after'], 0)} in {row['after']} "
            f"({row['cities']} cities)"
            for _, row in part.iterrows()
        ]
        rows.append(f"{label} {listed(ends)}")
    return f"Small lines, one panel an area, of the mean score on common items in the same cities: {'; '.join(rows)}."
