"""The page on what governments answered: one figure a question, by its form, and the same by group below it.

Which form a question has is decided in `questions.governments`; the tables by group are in `governments_tables`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pandas as pd
from matplotlib.figure import Figure

from quire.showing.findings import Drawing, Finding, Heading, Part
from quire.showing.values import Plain, Statement
from quire.text.messages import _
from quire.text.words import decimal, listed, rounded, whole
from studylib.charts import governmentcharts as charts
from studylib.data.enumerations import join_by_comma, join_by_semicolon
from studylib.data.withholding import LEAST_SHOWN
from studylib.findings.governments_tables import list_tables
from studylib.findings.governments_titles import WHAT, title_question
from studylib.findings.governments_words import (
    count_regions,
    entitle,
    head,
    join_parts,
    list_dimensions,
    name_data,
    name_questions,
    say_share,
    slug,
    source,
    value_name,
    write_number,
)
from studylib.questions import governments
from studylib.questions.governments import ALL, MOST_COLUMNS, Form, Survey

NAMED = 3
"""So many answers are named in a sentence; the figure has all of them."""

COUNTS = ["n", "base", "asked", "population", "share_pct", "low", "high"]
"""What the data of a figure hold of every share."""


def questions(surveys: Sequence[Survey], confidence_pct: float) -> Finding:
    """What was answered to every question of every survey, in the order of the questionnaires.

    Parameters
    ----------
    surveys
        As `governments.split_surveys` gives them.
    confidence_pct
        Coverage of the intervals.
    """
    return join_parts([part for survey in surveys for part in _show_survey(survey, confidence_pct)])


def _show_survey(survey: Survey, confidence_pct: float) -> Iterator[Part]:
    """A survey with its sections and their questions."""
    names = name_questions(survey)
    yield head(survey)
    in_order = survey.questions.sort_values("position")
    for section, rows in in_order.groupby("section", sort=False):
        if section:
            yield Heading(str(section), level=3)
        for question in rows["question"]:
            yield from show_question(survey, question, names[question], confidence_pct)


def show_question(
    survey: Survey, question: str, name: str, confidence_pct: float
) -> Iterator[Part]:
    """What is said of one question, its figure, and the same by group.

    Parameters
    ----------
    name
        The question's id on the page.
    """
    form = governments.choose_form(survey, question)
    origin = _("government_tallies: question {question}", question=question)
    value = value_name(survey.id, name)
    if form is Form.NONE:
        nothing = _(
            "“{label}” asked for words. What was released stands on the page of each government.",
            label=survey.question(question)["label"],
        )
        yield Statement(f"{value}_answered", None, nothing, origin=origin)
        return
    answered = Statement(
        f"{value}_answered",
        survey.answered_to(question) or None,
        _say_answered(survey, question),
        origin=_("government_questions: question {question}, asked, answered", question=question),
    )
    rows, shares = _list_rows(survey, question, form, confidence_pct)
    most, words = _say_most(survey, question, form, rows)
    yield answered
    yield Statement(f"{value}_most", most, words, origin=origin)
    if len(rows):
        yield _draw(survey, question, name, form, rows, shares)
        yield from list_tables(survey, question, name, shares)


def _list_rows(
    survey: Survey, question: str, form: Form, confidence_pct: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What is drawn, with something known in it, and the figures of all groups that it is taken from."""
    if form is Form.NUMBERS:
        numbers = survey.of("numbers", question)
        few = [ALL, *list_dimensions(survey, MOST_COLUMNS)]
        rows = numbers[numbers["dimension"].isin(few) & numbers["median"].notna()]
        name = rows["group"].where(rows["dimension"] != ALL, _("All"))
        return rows.assign(name=name).reset_index(drop=True), numbers
    shares = governments.list_shares(survey, question)
    rows = governments.select_all(shares, confidence_pct)
    several = survey.question(question)["kind"] == "select_multiple"
    if several or form is Form.RANKS:
        rows = governments.order_by_share(rows)
    return rows, shares


def _draw(
    survey: Survey, question: str, name: str, form: Form, rows: pd.DataFrame, shares: pd.DataFrame
) -> Drawing:
    facts = survey.question(question)
    draw, data, caption, alt = DRAWINGS[form](survey, question, rows)
    places = count_regions(shares)
    return Drawing(
        slug(survey.id, name),
        draw,
        data,
        title=title_question(facts, form, rows, name_upper(survey, question)),
        subtitle=entitle(survey, WHAT[form], survey.answered_to(question), places),
        caption=caption,
        alt=alt,
        source=source(survey),
    )


Drawn = tuple[Callable[[], Figure], pd.DataFrame, str, str]
"""How a figure is drawn, its data, its caption and what it shows in words."""


def _draw_bars(survey: Survey, question: str, rows: pd.DataFrame) -> Drawn:
    n = say_range(rows["base"])
    caption = _("Per cent of {n} that answered; the line is an interval", n=n)
    if len(governments.list_states(survey, question)):
        caption = _(
            "{caption}. Whoever answered “don't know” or that it does not apply is not among them",
            caption=caption,
        )
    axis = _("% of those that answered (n = {n})", n=n)
    if survey.question(question)["kind"] == "select_multiple":
        caption = _("{caption}. Several answers could be given", caption=caption)
    alt = _("Dots with intervals: {shares}.", shares=_describe(rows["name"], rows["share_pct"]))
    data = name_data(rows, ["name", "element", *COUNTS])
    return lambda: charts.share_dots(rows, axis), data, caption, alt


def _draw_ranks(survey: Survey, question: str, rows: pd.DataFrame) -> Drawn:
    order = {option: number for number, option in enumerate(rows["option"])}
    at = governments.list_positions(survey, question)
    at = at.assign(order=at["option"].map(order)).sort_values(["order", "place"])
    at = at.assign(label=[_("place {place}", place=place) for place in at["place"]])
    steps = at.sort_values("place")["label"].unique().tolist()
    caption = _("Per cent of {n} that answered, by place; dark is first", n=say_range(rows["base"]))
    alt = _("Stacked bars; put first: {s}.", s=_describe(rows["name"], rows["share_pct"]))
    data = name_data(at, ["name", "place", "n", "base", "share_pct"])
    return lambda: charts.scale_stacks(at, steps, dark_first=True), data, caption, alt


def _draw_stack(survey: Survey, question: str, rows: pd.DataFrame) -> Drawn:
    scale = governments.list_scale(survey, question)
    scale = scale[scale["share_pct"].notna()].rename(columns={"option_label": "label"})
    steps = governments.list_live_options(survey, question)["label"].to_list()
    caption = _(
        "Per cent of those that answered, {n} by row; the darker, the further up the scale",
        n=say_range(rows["base"]),
    )
    alt = _(
        "Stacked bars; {upper}: {shares}.",
        upper=name_upper(survey, question),
        shares=_describe(rows["name"], rows["share_pct"]),
    )
    data = name_data(scale, ["name", "label", "n", "base", "share_pct"])
    return lambda: charts.scale_stacks(scale, steps), data, caption, alt


def _draw_grid(survey: Survey, question: str, rows: pd.DataFrame) -> Drawn:
    cells = _fill(rows)
    caption = _(
        "Per cent that answered {upper}, of {n} by cell; the darker, the higher",
        upper=name_upper(survey, question),
        n=say_range(rows["base"]),
    )
    data = name_data(rows, ["row", "column", *COUNTS])
    return lambda: charts.heat_map(cells), data, caption, _describe_cells(rows)


def _draw_heat(survey: Survey, question: str, rows: pd.DataFrame) -> Drawn:
    rows = rows.assign(row=rows["item_label"], column=rows["option_label"])
    if rows["row"].nunique() < rows["column"].nunique():
        rows = rows.rename(columns={"row": "column", "column": "row"})
    cells = _fill(rows)
    caption = _(
        "Per cent of those that answered, {n} by question; the darker, the higher",
        n=say_range(rows["base"]),
    )
    data = name_data(rows, ["row", "column", *COUNTS])
    return lambda: charts.heat_map(cells), data, caption, _describe_cells(rows)


def _draw_numbers(survey: Survey, question: str, rows: pd.DataFrame) -> Drawn:
    facts = survey.question(question)
    is_year = facts["kind"] == "year"
    data = name_data(
        rows.assign(base=rows["answered"]),
        ["dimension", "group", "base", "lower_quartile", "median", "upper_quartile"],
    )
    caption = _("The band is the middle half of those that answered, the bar their median")
    alt = _(
        "Bands over the middle half with a bar for the median: {medians}.",
        medians=listed(
            _("{name} {median}", name=name, median=write_number(median, is_year))
            for name, median in zip(rows["name"], rows["median"], strict=True)
        ),
    )
    return lambda: charts.quartile_lines(rows, facts["unit"], is_year), data, caption, alt


DRAWINGS: dict[Form, Callable[[Survey, str, pd.DataFrame], Drawn]] = {
    Form.BARS: _draw_bars,
    Form.RANKS: _draw_ranks,
    Form.STACK: _draw_stack,
    Form.GRID: _draw_grid,
    Form.HEAT: _draw_heat,
    Form.NUMBERS: _draw_numbers,
}
"""One drawing for each form of a question."""


def _fill(rows: pd.DataFrame) -> pd.DataFrame:
    """Every row of a matrix with every column, in their order, so that what is withheld is seen."""
    index = pd.MultiIndex.from_product(
        [rows["row"].unique(), rows["column"].unique()], names=["row", "column"]
    )
    return rows.set_index(["row", "column"])[["share_pct"]].reindex(index).reset_index()


def _say_answered(survey: Survey, question: str) -> str:
    """How many were asked and answered, and how many of these said that they do not know."""
    facts = survey.question(question)
    asked, answered = facts["asked"], survey.answered_to(question)
    if not answered:
        return _(
            "“{label}”: fewer than {least} gave an answer.", label=facts["label"], least=LEAST_SHOWN
        )
    parts = {"label": facts["label"], "n": f"{answered:,}", "asked": whole(asked)}
    counted = survey.answered - survey.left_out
    parts |= {"unit": survey.unit, "all": whole(counted)}
    if asked >= counted:
        said = _("“{label}”: {n} of {asked} {unit} gave an answer.", **parts)
    else:
        said = _(
            "“{label}”: this was asked of {asked} of {all} {unit}, and {n} gave an answer.", **parts
        )
    states = [
        _("Beside these, {n} said “{state}”.", state=state, n=say_range(pd.Series([least, most])))
        for state, least, most in governments.list_states(survey, question).itertuples(index=False)
        if most
    ]
    return " ".join([said, *states])


def _say_most(survey: Survey, question: str, form: Form, rows: pd.DataFrame) -> tuple[Plain, str]:
    """What stands out, with the value that it is said of; what few answered of a matrix that others answered does not."""
    if rows.empty or (form is Form.NUMBERS and ALL not in set(rows["dimension"])):
        few = _("Nothing is shown, as fewer than {least} answered.", least=LEAST_SHOWN)
        return None, few
    if form is Form.NUMBERS:
        return _say_numbers(survey, question, rows)
    ordered = governments.order_by_share(rows[2 * rows["base"] >= rows["base"].max()])
    top = ordered.iloc[0]
    value = rounded(top["share_pct"], 6)
    if form is Form.BARS:
        return value, _("Most often: {shares}.", shares=_name_first(ordered))
    if form is Form.RANKS:
        return value, _("Put first most often: {shares}.", shares=_name_first(ordered))
    if form is Form.HEAT:
        return value, _("Highest: {shares}.", shares=_name_first(ordered))
    return value, _(
        "{upper}: most for {most}; least for {least}.",
        upper=name_upper(survey, question),
        most=_name_first(ordered, 1),
        least=_name_first(ordered.iloc[::-1], 1),
    )


def _say_numbers(survey: Survey, question: str, rows: pd.DataFrame) -> tuple[Plain, str]:
    row, facts = rows[rows["dimension"] == ALL].iloc[0], survey.question(question)
    is_year = facts["kind"] == "year"
    parts = {
        "median": write_number(row["median"], is_year),
        "unit": facts["unit"],
        "lower": write_number(row["lower_quartile"], is_year),
        "upper": write_number(row["upper_quartile"], is_year),
        "n": f"{int(row['answered']):,}",
    }
    said = (
        _(
            "The median is {median} {unit}; the middle half lies between {lower} and {upper} "
            "(n = {n}).",
            **parts,
        )
        if facts["unit"]
        else _(
            "The median is {median}; the middle half lies between {lower} and {upper} (n = {n}).",
            **parts,
        )
    )
    return float(row["median"]), said


def _name_first(rows: pd.DataFrame, number: int = NAMED) -> str:
    return listed(
        _("“{name}”, {share}", name=row["name"], share=say_share(row))
        for _at, row in rows.head(number).iterrows()
    )


def name_upper(survey: Survey, question: str) -> str:
    """The options that are counted together of a scale, or the one of a matrix to tick."""
    options = (
        governments.list_upper_options(survey, question)
        if governments.is_rated(survey, question)
        else governments.list_live_options(survey, question)
    )
    return _write_either([_("“{label}”", label=label) for label in options["label"]])


def _write_either(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("{some} or {last}", some=join_by_comma(names[:-1]), last=names[-1])


def say_range(numbers: pd.Series) -> str:
    """One number, or the least and the most of some.

    >>> say_range(pd.Series([5, 5])), say_range(pd.Series([5, 1208]))
    ('5', '5 to 1,208')
    """
    least, most = f"{int(numbers.min()):,}", f"{int(numbers.max()):,}"
    return least if least == most else _("{least} to {most}", least=least, most=most)


def _describe(names: pd.Series, shares: pd.Series) -> str:
    return join_by_semicolon(
        _("{name}: {share} per cent", name=name, share=decimal(share, 0))
        for name, share in zip(names, shares, strict=True)
    )


def _describe_cells(rows: pd.DataFrame) -> str:
    """What a matrix shows, in words: how large it is, and its highest cells."""
    top = governments.order_by_share(rows).head(NAMED)
    return _(
        "Matrix of shares, {rows} rows by {columns} columns; the highest: {shares}.",
        rows=rows["row"].nunique(),
        columns=rows["column"].nunique(),
        shares=_describe(top["name"], top["share_pct"]),
    )
