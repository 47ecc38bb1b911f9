"""The key message on change: what moved in the same cities since the survey before, or why nobody can say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from quire.text.messages import _, ngettext
from quire.text.words import apart_from, interval, listed, small
from studylib.data.tables import EditionFacts
from studylib.findings.messages import ACROSS, NO_FIGURE, KeyMessage, count_same_cities
from studylib.questions.comparability import count_known_in_part


def say_changes(
    study: EditionFacts,
    changes: pd.DataFrame,
    areas: pd.DataFrame,
    editions: Sequence[EditionFacts],
    cells: pd.DataFrame,
) -> list[KeyMessage]:
    """How many concepts in focus moved in the same cities since the survey before, or why that is not given.

    Nothing where no survey stands beside an earlier edition.

    Parameters
    ----------
    study, editions
        The later edition, and all up to it, with their surveys.
    changes
        As `family.Family.concepts`.
    areas
        The processed table: which areas are in focus.
    cells
        As `trends.map_cells` gives them: of which editions this copy has a part of the figures.
    """
    same = [edition.id for edition in editions if edition.wave_survey == study.wave_survey != ""]
    if earlier := [id for id in same if id != study.id]:
        said = _(
            "The {earlier} edition rests on the same survey, of {year}, so there is no change to report.",
            year=study.wave_year,
            earlier=earlier[-1],
        )
        return [KeyMessage(NO_FIGURE, said, _("one survey"), ACROSS)]
    if study.id not in set(changes["after"]):
        return []
    focus = areas.loc[areas["in_focus"], "label"]
    own = changes[(changes["after"] == study.id) & changes["area"].isin(focus)]
    if own.empty:
        said = _(
            "The {year} survey asked other questions on {areas} than the surveys before it, "
            "so it cannot say whether things got better.",
            year=study.wave_year,
            areas=listed(map(small, focus)),
        )
        return [KeyMessage(NO_FIGURE, said, _("all questions of all surveys"), ACROSS)]
    years = {edition.id: edition.wave_year for edition in editions}
    in_part = count_known_in_part(cells)
    return [
        _say_change(
            years[str(before)], study.wave_year, part, study.id in in_part or str(before) in in_part
        )
        for before, part in own.groupby("before", sort=False)
    ]


def _say_change(
    before: int | None, after: int | None, part: pd.DataFrame, in_part: bool
) -> KeyMessage:
    moved = part[part["moved"]]
    span = {"before": before, "after": after}
    said = _say_in_part(span, part, moved) if in_part else _say_moved(span, part, moved)
    # a decision allows for all comparisons, the interval beside it is of its question alone
    basis = _(
        "the same {cities}; whether it changed allows for all comparisons, its interval does not",
        cities=count_same_cities(map(int, part["cities"])),
    )
    if in_part:
        figure = NO_FIGURE if moved.empty else apart_from(_most_moved(moved)["within"], sign=True)
    else:
        figure = _("{n} of {all}", n=len(moved), all=len(part))
    if len(moved):
        basis = _(
            "{basis}. If the whole survey shifted (another institute, mode or wording), no interval "
            "shows it",
            basis=basis,
        )
    return KeyMessage(figure, said, basis, ACROSS)


def _most_moved(moved: pd.DataFrame) -> pd.Series:
    """The question that moved most."""
    return moved.iloc[int(moved["within"].abs().to_numpy().argmax())]


def _say_moved(span: Mapping[str, object], part: pd.DataFrame, moved: pd.DataFrame) -> str:
    area, *others = part["area"].unique()
    asked = (
        ngettext("{n} comparable question", "{n} comparable questions", len(part))
        if others
        else ngettext(
            "{n} comparable question on {area}",
            "{n} comparable questions on {area}",
            len(part),
            area=small(area),
        )
    )
    if moved.empty:
        return _(
            "From {before} to {after}, none of {asked} changed beyond chance in the same cities.",
            asked=asked,
            **span,
        )
    said = _(
        "From {before} to {after}, {n} of {asked} changed: {up} for the better, {down} for the worse.",
        n=len(moved),
        asked=asked,
        up=int((moved["within"] > 0).sum()),
        down=int((moved["within"] < 0).sum()),
        **span,
    )
    return f"{said} {_say_example(moved)}"


def _say_example(moved: pd.DataFrame) -> str:
    """How far the question went that moved most."""
    one = _most_moved(moved)
    ends = sorted(abs(one[name]) for name in ("low", "high"))
    parts = {
        "label": one["label"],
        "points": apart_from(abs(one["within"])),
        "ends": interval(*ends, null=0),
        "cities": count_same_cities([int(one["cities"])]),
    }
    return (
        _(
            "Favourable answers on ‘{label}’ rose by {points} points ({cities}, interval {ends}).",
            **parts,
        )
        if one["within"] > 0
        else _(
            "Favourable answers on ‘{label}’ fell by {points} points ({cities}, interval {ends}).",
            **parts,
        )
    )


def _say_in_part(span: Mapping[str, object], part: pd.DataFrame, moved: pd.DataFrame) -> str:
    """What is said where others chose which questions can be read."""
    if moved.empty:
        return ngettext(
            "From {before} to {after}, the {n} comparable question in this book did not change "
            "beyond chance. The survey asked more.",
            "From {before} to {after}, none of the {n} comparable questions in this book changed "
            "beyond chance. The survey asked more.",
            len(part),
            **span,
        )
    where = ngettext(
        "That is from {before} to {after}, in the same cities. The survey asked more than the {n} "
        "question that this book can compare, so how many changed is not known.",
        "That is from {before} to {after}, in the same cities. The survey asked more than the {n} "
        "questions that this book can compare, so how many changed is not known.",
        len(part),
        **span,
    )
    return f"{_say_example(moved)} {where}"
