"""What the governments of a group name most often as slowing or easing their work, as a table of a page by question."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from quire.text.messages import _
from quire.text.words import decimal, listed
from studylib.findings.governments_messages import find_leaders
from studylib.questionnaire.model import ROLES
from studylib.questions.governments import ALL, Survey, list_shares, order_by_share

MOST = 3
"""As many answers that may lead are named in a row."""

GROUPS = 8
"""As many groups of one kind stand open on a page; more are folded."""


@dataclass(frozen=True)
class NamedMost:
    """What groups name most often in answer to one question.

    Attributes
    ----------
    caption
        The question, and the survey with its years.
    rows
        Group, what most of it name with the shares, and how many governments answered.
    more
        Rows of kinds that have many groups, such as provinces.
    withheld
        The groups of which so few answered that nothing is said of them.
    """

    caption: str
    rows: Sequence[tuple[str, str, int]]
    more: Sequence[tuple[str, str, int]] = ()
    withheld: Sequence[str] = ()

    @property
    def heads(self) -> list[str]:
        """Heads of the columns."""
        return [_("Group"), _("Named most, % of the group"), _("Governments")]

    @property
    def withheld_said(self) -> str:
        """What is withheld; empty where nothing is."""
        groups = listed(self.withheld)
        return (
            _("Withheld, as too few answered or could be worked out: {groups}.", groups=groups)
            if groups
            else ""
        )


def list_named_most(survey: Survey, confidence_pct: float) -> list[NamedMost]:
    """What groups name most, on each side that a survey asked about; nothing where it has no groups."""
    questions = [survey.question_on(side) for side in ROLES]
    made = (_name_most(survey, one, confidence_pct) for one in questions if one)
    return [one for one in made if len(one.rows) + len(one.more) > 1]


def _name_most(survey: Survey, question: str, confidence_pct: float) -> NamedMost:
    shares = list_shares(survey, question)
    shares = shares[shares["state"] == ""]
    shares = shares.assign(key=shares["option"].where(shares["option"] != "", shares["item"]))
    rows: list[tuple[str, str, int]] = []
    more: list[tuple[str, str, int]] = []
    withheld = []
    sizes = shares.groupby("dimension")["group"].nunique().to_dict()
    for (dimension, group), part in shares.groupby(["dimension", "group"], sort=False):
        if part["withheld"].any() or not (part["base"] > 0).all():
            withheld.append(str(group))
            continue
        down = order_by_share(part).reset_index(drop=True)
        pairs = survey.of("pairs", question) if dimension == ALL else bound_pairs(down)
        times = (down["population"] / down["base"]).fillna(math.inf).max()
        leaders = down.loc[find_leaders(down, pairs, confidence_pct, times)]
        label = str(_("All")) if dimension == ALL else str(group)
        kept = more if sizes[dimension] > GROUPS else rows
        kept.append((label, _say_leaders(leaders), int(leaders["base"].iloc[0])))
    caption = _(
        "‘{question}’ ({title}, {years})",
        question=survey.question(question)["label"],
        title=survey.facts["title"],
        years=survey.years,
    )
    return NamedMost(caption, rows, more, withheld)


def bound_pairs(shares: pd.DataFrame) -> pd.DataFrame:
    """How many at most name one of two answers alone, where only the counts of each are known.

    The more do so, the less sure is which leads: so nothing is said that the answers themselves might not bear.

    Parameters
    ----------
    shares
        `key`, `n` and `base`.

    >>> bound_pairs(pd.DataFrame([["a", 8, 10], ["b", 5, 10]], columns=["key", "n", "base"])).to_numpy().tolist()
    [['a', 'b', 5, 2]]
    """
    rows = []
    for one, other in combinations(shares.to_dict("records"), 2):
        both = max(0, one["n"] + other["n"] - max(one["base"], other["base"]))
        alone = (int(some["n"] - both) for some in (one, other))
        rows.append((one["key"], other["key"], *alone))
    return pd.DataFrame(rows, columns=["option_a", "option_b", "a_only", "b_only"])


def _say_leaders(leaders: pd.DataFrame) -> str:
    """The answers that may lead, each with its share; of many only the first."""
    named = [
        _("{answer}: {share}", answer=row["name"], share=decimal(row["share_pct"], 0))
        for row in leaders.to_dict("records")
    ]
    if len(named) <= MOST:
        return "; ".join(named)
    return _("{first} ({n} others may lead)", first=named[0], n=len(named) - 1)
