"""The key messages of an edition: sentences that claim no more than their intervals support.

Frames in, messages with their figure out; `cards` shows those that fit on a screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from textwrap import shorten

import pandas as pd

from quire.showing.findings import Cards, Finding
from quire.showing.values import Statement
from quire.text.messages import _, ngettext
from quire.text.words import apart_from, counted, decimal, interval, listed, small
from studylib.data.perception import ALL_ANSWERS
from studylib.data.tables import EditionFacts
from studylib.findings.chance import WHOLE_SURVEY
from studylib.findings.sources import survey
from studylib.questions.catalogue import select_on_areas
from studylib.questions.comparability import count_known_in_part
from studylib.statistics.intervals import check_confidence, estimate_mean

ACROSS = "../../across_editions"

MOST = 6
"""Messages that fit on one screen."""

LONGEST = 170
"""Letters of a published sentence that fit on a card; the page behind it has the rest."""

FEW = 3
"""As many things can be named together where they cannot be told apart; more are only counted."""


@dataclass(frozen=True)
class KeyMessage:
    """One message.

    Attributes
    ----------
    figure
        What stands out, as text: a share, a score, a number.
    message
        The sentence.
    basis
        What it rests on: cities, interval, rule.
    page
        Name of the page of the edition that tells more.
    """

    figure: str
    message: str
    basis: str
    page: str


def cards(study: EditionFacts, messages: Sequence[KeyMessage], confidence_pct: float) -> Finding:
    """The messages that fit on a screen, whose figures they are, and the level of intervals."""
    columns = ["figure", "message", "basis", "page"]
    frame = pd.DataFrame([astuple(message) for message in messages[:MOST]], columns=columns)
    caption = _("Key messages of the {year} edition", year=study.year)
    level = _("Intervals are at {confidence} per cent.", confidence=f"{confidence_pct:g}")
    intro = _say_whose(study, frame)
    return Finding(
        Statement("messages", len(frame), intro, origin="answers, published, practices"),
        Statement(
            "confidence",
            confidence_pct,
            "" if study.wave_year is None else level,
            origin="editions: choices",
        ),
        Cards("messages", frame, caption, _name_sources(study, frame)),
    )


def _say_whose(study: EditionFacts, frame: pd.DataFrame) -> str:
    if frame.empty:
        return _(
            "Nothing is known of the {year} edition that could be said in a sentence with its "
            "figure.",
            year=study.year,
        )
    if study.wave_year is None:
        return _(
            "No survey of residents stands beside the {year} edition: "
            "its messages are what UCLG published, in words.",
            year=study.year,
        )
    return _(
        "Figures of cities are from a survey that asked residents in {year}; "
        "UCLG's own study asked city governments. A city can be in both.",
        year=study.wave_year,
    )


def _name_sources(study: EditionFacts, frame: pd.DataFrame) -> str:
    """Whose figures the messages have: the survey's, and UCLG's where one of them is that."""
    if not frame["basis"].str.contains("published").any():
        return survey(study)
    return _("{survey} What UCLG published: {title}.", survey=survey(study), title=study.title)


def leaders(
    wide: pd.DataFrame, country: pd.Series, confidence_pct: float, sign: int = 1
) -> list[str]:
    """The column with the highest mean over cities, with all that cannot be told apart from it.

    Parameters
    ----------
    wide
        Cities in rows, what is compared in columns; one unit.
    country
        Country of each city.
    confidence_pct
        Coverage of all the comparisons together: each has its part of what is left (Bonferroni).
    sign
        1 for the highest, -1 for the lowest.

    Returns
    -------
    list
        The first one, then those whose mean difference to it, over cities that have both, has an
        interval that holds zero (`intervals.estimate_mean` by country), in the order of means.

    >>> wide = pd.DataFrame({"a": [60.0, 62, 61], "b": [50.0, 51, 52], "c": [61.0, 61, 60]})
    >>> leaders(wide, pd.Series(["X", "Y", "Z"]), 95)
    ['a', 'c']
    """
    order = list((sign * wide.mean()).sort_values(ascending=False, kind="stable").index)
    single_pct = 100 - (100 - check_confidence(confidence_pct)) / max(len(order) - 1, 1)
    first, kept = order[0], [str(order[0])]
    for other in order[1:]:
        difference = (sign * (wide[first] - wide[other])).dropna()
        if not estimate_mean(difference, country, single_pct).low > 0:
            kept.append(str(other))
    return kept


def say_answers(values: pd.DataFrame, confidence_pct: float) -> list[KeyMessage]:
    """Which items residents answer most and least favourably, by `situation.select_focus_values`."""
    if values.empty:
        return []
    # shares of different bases are not set beside each other
    alike = values[values["base"] == ALL_ANSWERS]
    some = 0 < len(alike) < len(values)
    values = alike if some else values
    shares = values.set_index(["city_code", "label"])["favourable_pct"]
    wide = shares.unstack("label")  # noqa: PD010 - one figure a cell
    country = values.drop_duplicates("city_code").set_index("city_code")["country"]
    if wide.shape[1] < 2:
        return []
    named = wide.rename(columns=lambda label: f"‘{label}’")
    parts = {
        "asked": _name_asked(wide.shape[1], values["area"]),
        "what": _("shares of all answers") if some else _("figures"),
    }
    heads = (
        _("Of the {asked} with {what} here, residents answer most favourably on", **parts),
        _("Of the {asked} with {what} here, residents answer least favourably on", **parts),
    )
    return [
        _say_extreme(named, country, confidence_pct, sign, head, share=True)
        for sign, head in zip((1, -1), heads, strict=True)
    ]


def _name_asked(number: int, areas: pd.Series) -> str:
    """How many questions, and on what if they are on one area."""
    first, *others = areas.unique()
    if others:
        return _("{n} questions", n=number)
    return _("{n} questions on {area}", n=number, area=first.lower())


def say_scores(scores: pd.DataFrame, confidence_pct: float) -> list[KeyMessage]:
    """How area scores are spread over cities, or which areas stand out, by `area_scores.tabulate_scores`."""
    if scores.empty:
        return []
    wide = scores.pivot(index="city_code", columns="area", values="score")  # noqa: PD010
    if wide.shape[1] > 1:
        country = scores.drop_duplicates("city_code").set_index("city_code")["country"]
        words = ((1, _("Scores are highest for")), (-1, _("Scores are lowest for")))
        named = wide.rename(columns=str.lower)
        return [_say_extreme(named, country, confidence_pct, sign, head) for sign, head in words]
    area = str(wide.columns[0])
    low, median, high = wide[area].quantile([0.25, 0.5, 0.75])
    said = _(
        "{area}: the middle half of the cities has scores from {ends}, the median is {median}.",
        area=area,
        ends=interval(low, high, 0),
        median=decimal(median, 0),
    )
    return [KeyMessage(decimal(median, 0), said, _count_cities(len(wide)), "situation")]


def _say_extreme(
    wide: pd.DataFrame,
    country: pd.Series,
    confidence_pct: float,
    sign: int,
    head: str,
    share: bool = False,
) -> KeyMessage:
    """The message on the first of several things, with those that cannot be told apart from it."""
    first, *others = leaders(wide, country, confidence_pct, sign)
    made = estimate_mean(wide[first], country, confidence_pct)
    parts = {"head": head, "first": first, "mean": decimal(made.value, 0)}
    said: str = (
        _("{head} {first}: {mean} per cent of residents, on average over cities.", **parts)
        if share
        else _("{head} {first}: {mean} points of 100, on average over cities.", **parts)
    )
    if others:
        near = listed(f"{other} ({decimal(float(wide[other].mean()), 0)})" for other in others)
        near = near if len(others) < FEW else _("{n} others", n=len(others))
        close = _("When all are compared, {others} cannot be told apart from it.", others=near)
        said = f"{said} {close}"
    ends = interval(made.low, made.high, 0)
    sure = _("interval {ends}", ends=ends) if ends else _("no interval")
    figure = f"{decimal(made.value, 0)}{' %' if share else ''}"
    return KeyMessage(figure, said, f"{_count_cities(made.n)}, {sure}", "situation")


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
            "Edition {earlier} has the same survey, of {year}: same figures, so no change is given.",
            year=study.wave_year,
            earlier=earlier[-1],
        )
        return [KeyMessage("–", said, _("survey of this edition"), ACROSS)]
    if study.id not in set(changes["after"]):
        return []
    focus = areas.loc[areas["in_focus"], "label"]
    own = changes[(changes["after"] == study.id) & changes["area"].isin(focus)]
    if own.empty:
        said = _(
            "No question on {areas} was asked in the same way before, so no change is given.",
            areas=listed(focus.str.lower()),
        )
        return [KeyMessage("–", said, _("map of comparability"), ACROSS)]
    years = {edition.id: edition.wave_year for edition in editions}
    in_part = count_known_in_part(cells)
    return [
        _say_change(
            _("From {before} to {after}", before=years[str(before)], after=study.wave_year),
            part,
            study.id in in_part or str(before) in in_part,
        )
        for before, part in own.groupby("before", sort=False)
    ]


def _say_change(span: str, part: pd.DataFrame, in_part: bool) -> KeyMessage:
    moved = part[part["moved"]]
    example, points = _pick_example(moved)
    said = _say_in_part(span, part, example) if in_part else _say_moved(span, part, moved, example)
    figure = (points or "–") if in_part else _("{n} of {all}", n=len(moved), all=len(part))
    low, high = int(part["cities"].min()), int(part["cities"].max())
    cities = _("{low} to {high} cities", low=low, high=high)
    basis = _(
        "{cities}, false discoveries held over all comparisons of editions",
        cities=_count_cities(low) if low == high else cities,
    )
    if len(moved):
        basis = _("{basis}. {caveat}", basis=basis, caveat=WHOLE_SURVEY.removesuffix("."))
    return KeyMessage(figure, said, basis, ACROSS)


def _pick_example(moved: pd.DataFrame) -> tuple[str, str]:
    """The concept that moved most with its change, and the change alone; nothing if none moved."""
    if moved.empty:
        return "", ""
    one = moved.iloc[int(moved["within"].abs().to_numpy().argmax())]
    points = apart_from(one["within"], sign=True)
    ends = interval(one["low"], one["high"], sign=True)
    return _(
        "‘{label}’ ({points} points, {ends})", label=one["label"], points=points, ends=ends
    ), points


def _say_moved(span: str, part: pd.DataFrame, moved: pd.DataFrame, example: str) -> str:
    concepts = counted(len(part), "concept")
    area, *others = part["area"].unique()
    if not others:
        concepts = _("{concepts} on {area}", concepts=concepts, area=area.lower())
    head = _(
        "{span}, {n} of {concepts} that may be compared moved in the same cities",
        span=span,
        n=len(moved),
        concepts=concepts,
    )
    if moved.empty:
        return _("{head}; none can be said to have changed.", head=head)
    return _(
        "{head}: {up} up, {down} down, among them {example}.",
        head=head,
        up=int((moved["within"] > 0).sum()),
        down=int((moved["within"] < 0).sum()),
        example=example,
    )


def _say_in_part(span: str, part: pd.DataFrame, example: str) -> str:
    """What is said where others chose which concepts can be read."""
    head = _(
        "{span}: this copy has {concepts} that may be compared, chosen by others, "
        "so how many moved in all cannot be said",
        span=span,
        concepts=counted(len(part), "concept"),
    )
    if not example:
        return _("{head}; none can be said to have changed.", head=head)
    return _("{head}. One that moved is {example}.", head=head, example=example)


def say_published(
    study: EditionFacts, published: pd.DataFrame, shares: pd.DataFrame
) -> list[KeyMessage]:
    """What UCLG published: shares of a known number of its cities, else its results in words."""
    clear = shares[shares["cities_n"].notna() & ~shares["statement"].duplicated(keep=False)]
    messages = [
        KeyMessage(
            f"{decimal(row['share_pct'], 0)} %",
            _(
                "{share} per cent of the {base} in UCLG's own study {statement}.",
                share=decimal(row["share_pct"], 0),
                base=row["base"],
                statement=small(row["statement"]),
            ),
            _("{cities}, as published", cities=_count_cities(int(row["cities_n"]))),
            "key_elements",
        )
        for row in clear.to_dict("records")
    ]
    if not messages:
        number = study.participants["cities"]
        who = _count_cities(number) if number else _("its cities")
        basis = _("published in words, {who}", who=who)
        messages = [
            KeyMessage(
                "UCLG",
                shorten(f"{str(said).removesuffix('.')}.", LONGEST, placeholder=" …"),
                basis,
                "index",
            )
            for said in published.loc[published["field"] == "result", "value"]
        ]
    return messages[:2]


def say_practices(practices: pd.DataFrame, areas: pd.DataFrame) -> list[KeyMessage]:
    """How many good practices there are on the focus areas."""
    fit = select_on_areas(practices, areas)
    if fit.empty:
        return []
    said = ngettext(
        "{n} good practice on the subject of this edition can be read, each with its sources and "
        "doubts.",
        "{n} good practices on the subject of this edition can be read, each with its sources and "
        "doubts.",
        len(fit),
    )
    basis = _(
        "{cities} in {countries}",
        cities=_count_cities(len(fit[["city", "country"]].drop_duplicates())),
        countries=counted(fit["country"].nunique(), "country", "countries"),
    )
    return [KeyMessage(str(len(fit)), said, basis, "good_practices")]


def _count_cities(number: int) -> str:
    return counted(number, "city", "cities")
