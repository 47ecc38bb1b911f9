"""The answers to an edition in preparation: how complete they are, and what could be published."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from quire.showing.findings import Finding, Table
from quire.showing.values import Statement
from quire.text.messages import _, ngettext
from quire.text.words import capital, counted, listed
from studylib.data.tables import EditionFacts
from studylib.data.withholding import LEAST_SHOWN
from studylib.findings.progress import make_table
from studylib.findings.sources import fieldwork
from studylib.questions import publishable as could
from studylib.questions import response
from studylib.questions.response import ANSWERED

NAMED = 3
"""So many open questions are named in a sentence; more are in the table only."""

NOT_BEGUN = _("No city has answered yet.")


def by_question(
    study: EditionFacts,
    questions: pd.DataFrame,
    replies: pd.DataFrame,
    skipped: pd.DataFrame,
    states: pd.DataFrame,
) -> Finding:
    """How completely the cities that answered did so, question by question.

    Parameters
    ----------
    questions, replies, skipped
        The processed tables.
    states
        As `response.list_city_states` gives them.
    """
    table = response.count_by_question(questions, replies, skipped, states)
    heads = {"wording": _("Question"), "area": _("Area"), "required": _("Required")}
    heads |= {"answers": _("Answers"), "cities": _("Cities asked that answered")}
    heads |= {"share_pct": _("%"), "drafts": _("In drafts")}
    return Finding(
        Statement(
            "completeness",
            len(table),
            _say_questions(table),
            origin="questions, replies: not in drafts; skipped",
        ),
        make_table(
            study,
            "by-question",
            table,
            heads,
            _(
                "Questions in the order of the questionnaire, and the answers of the cities that "
                "have answered"
            ),
        ),
    )


def by_city(
    study: EditionFacts,
    questions: pd.DataFrame,
    replies: pd.DataFrame,
    skipped: pd.DataFrame,
    states: pd.DataFrame,
) -> Finding:
    """How many questions each invited city has an answer to; parameters as in `by_question`."""
    table = response.list_cities(states, questions, replies, skipped)
    heads = {"city": _("City"), "country": _("Country"), "state": _("Status")}
    heads |= {"questions": _("Questions answered"), "of": _("of")}
    heads |= {"required_open": _("Required, open")}
    return Finding(
        Statement(
            "cities", len(table), _say_completeness(table), origin="invited, replies, skipped"
        ),
        make_table(
            study,
            "by-city",
            table,
            heads,
            _("Invited cities and the questions that they have an answer to, drafts counted"),
        ),
    )


def publishable(study: EditionFacts, cells: pd.DataFrame, questions: pd.DataFrame) -> Finding:
    """Which questions have answers enough to be published.

    Parameters
    ----------
    cells
        As `publishable.list_cells` gives them.
    questions
        The processed table.
    """
    table = could.count_cells_by_question(cells, questions)
    heads = {"wording": _("Question"), "answers": _("Answers"), "publishable": _("For all cities")}
    heads |= {"region_shown": _("Region: cells shown"), "region_withheld": _("Region: withheld")}
    heads |= {
        "size_shown": _("Size class: cells shown"),
        "size_withheld": _("Size class: withheld"),
    }
    caption = _(
        "Questions, whether they could be published for all cities, and cells of a breakdown that "
        "could be shown or not"
    )
    return Finding(
        Statement(
            "publishable", len(table), _say_publishable(table), origin="replies: not in drafts"
        ),
        make_table(study, "publishable", table, heads, caption),
    )


def regions(
    study: EditionFacts, cells: pd.DataFrame, questions: pd.DataFrame, states: pd.DataFrame
) -> Finding:
    """For how many questions each region could be shown.

    Parameters
    ----------
    cells
        As `publishable.list_cells` gives them.
    questions, states
        As in `by_question`.
    """
    caption = _("Answers by region, and which of these cells would be withheld")
    return _by_group(study, cells, questions, states, "region", _("region"), caption)


def sizes(
    study: EditionFacts, cells: pd.DataFrame, questions: pd.DataFrame, states: pd.DataFrame
) -> Finding:
    """For how many questions each class of size could be shown; parameters as in `regions`."""
    caption = _("Answers by number of residents, and which of these cells would be withheld")
    return _by_group(study, cells, questions, states, "size", _("size class"), caption)


def _by_group(
    study: EditionFacts,
    cells: pd.DataFrame,
    questions: pd.DataFrame,
    states: pd.DataFrame,
    group: str,
    name: str,
    caption: str,
) -> Finding:
    """For how many questions each group of a column of the invited cities could be shown."""
    groups = could.count_cells_by_group(cells, states, group)
    said = _say_groups(groups, name)
    table = could.pivot_cells(cells, questions, states, group)
    return Finding(
        Statement(f"{group}s", len(groups), said, origin=f"replies, invited: {group}"),
        Table(f"publishable-{group}s", table, caption, fieldwork(study)) if len(groups) else None,
    )


def _say_questions(table: pd.DataFrame) -> str:
    """How completely the cities that answered did so, question by question."""
    if table.empty:
        return _("The questionnaire has no question yet.")
    first = _(
        "The questionnaire has {questions}, {required} of them required.",
        questions=counted(len(table), "question"),
        required=int(table["required"].sum()),
    )
    n = int(table["cities"].max())
    if not n:
        return f"{first} {NOT_BEGUN}"
    put = table["cities"] > 0
    full = int((put & (table["answers"] == table["cities"])).sum())
    parts = {"questions": capital(counted(full, "question has", "questions have")), "n": n}
    if (table["cities"] == n).all():
        second = _("{questions} an answer from every city that answered (n = {n}).", **parts)
    else:
        second = _(
            "{questions} an answer from every city that answered and was asked it (n up to {n}).",
            **parts,
        )
    lacking = table[table["required"] & (table["answers"] < table["cities"])]
    if lacking.empty:
        rest = (
            _("So has every required one.") if table["required"].any() and full < len(table) else ""
        )
    elif len(lacking) > NAMED:
        rest = _(
            "{questions} required questions were not answered by all of them{range}.",
            questions=len(lacking),
            range=_range(lacking["answers"]),
        )
    else:
        names = [
            _("“{question}” ({answers} of {n})", question=wording, answers=answers, n=asked)
            for wording, answers, asked in lacking[["wording", "answers", "cities"]].to_numpy()
        ]
        rest = _("Required, and not answered by all of them: {names}.", names=listed(names))
    return " ".join(part for part in (first, second, rest) if part)


def _say_completeness(table: pd.DataFrame) -> str:
    """How many of the cities that answered left no required question open."""
    sent = table[table["state"] == ANSWERED]
    if sent.empty:
        return NOT_BEGUN
    return _(
        "Of {cities} that answered, {whole} answered every required question.",
        cities=counted(len(sent), "city", "cities"),
        whole=int((sent["required_open"] == 0).sum()) or _("none"),
    )


def _say_publishable(table: pd.DataFrame) -> str:
    """How many questions have answers enough, and the rule."""
    rule = _("A figure of fewer than {least} cities is withheld.", least=LEAST_SHOWN)
    if table.empty:
        return f"{rule} {_('The questionnaire has no question yet.')}"
    enough = table.loc[table["publishable"], "answers"]
    few = table.loc[~table["publishable"], "answers"]
    questions = counted(len(table), "question")
    if enough.empty:
        said = _(
            "None of {questions} has answers enough to be published today{range}.",
            questions=questions,
            range=_range(few),
        )
        return f"{rule} {said}"
    parts = {"questions": questions, "range": _range(enough)}
    if few.empty:
        said = ngettext(
            "Of {questions}, {n} has answers enough to be published for all cities together "
            "today{range}.",
            "Of {questions}, {n} have answers enough to be published for all cities together "
            "today{range}.",
            len(enough),
            **parts,
        )
    else:
        said = ngettext(
            "Of {questions}, {n} has answers enough to be published for all cities together "
            "today{range}; {few}{few_range}.",
            "Of {questions}, {n} have answers enough to be published for all cities together "
            "today{range}; {few}{few_range}.",
            len(enough),
            **parts,
            few=ngettext("{n} has not", "{n} have not", len(few)),
            few_range=_range(few),
        )
    return f"{rule} {said}"


def _say_groups(groups: pd.DataFrame, breakdown: str) -> str:
    """For how many questions each group of a breakdown could be shown."""
    rows = groups.to_dict("records")
    hidden = [_("{group} ({n})", group=row["group"], n=_n(row)) for row in rows if not row["shown"]]
    shown = []
    for row in rows:
        if row["shown"]:
            parts = {
                "group": row["group"],
                "questions": counted(row["shown"], "question"),
                "n": _n(row),
            }
            shown.append(
                _(
                    "{group} for {questions} ({withheld} more withheld, {n})",
                    **parts,
                    withheld=row["withheld"],
                )
                if row["withheld"]
                else _("{group} for {questions} ({n})", **parts)
            )
    parts = {"breakdown": breakdown, "shown": listed(shown), "hidden": listed(hidden)}
    if shown:
        said = _("By {breakdown} could be shown: {shown}.", **parts)
        rest = _("Withheld throughout, or without an answer: {hidden}.", **parts)
        return f"{said} {rest}" if hidden else said
    if hidden:
        return _("By {breakdown}, nothing could be shown today: {hidden}.", **parts)
    return _("By {breakdown}, nothing could be shown today.", **parts)


def _range(numbers: pd.Series) -> str:
    least, most = int(numbers.min()), int(numbers.max())
    if least == most:
        return _(" (n = {least})", least=least)
    return _(" (n from {least} to {most})", least=least, most=most)


def _n(group: Mapping[Hashable, Any]) -> str:
    """How many cities of a group answered a question."""
    if pd.isna(group["least"]):
        return _("no answer")
    least, most = group["least"], group["most"]
    if least == most:
        return _("n = {least}", least=least)
    return _("n from {least} to {most}", least=least, most=most)
