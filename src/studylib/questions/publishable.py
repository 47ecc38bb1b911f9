"""What could be published of an edition in preparation today: which questions, and which cells of a breakdown.

The rule on small groups is in `data.withholding`. Frames in, frames out; what is said of it is in
`findings.completeness`.
"""

from __future__ import annotations

import pandas as pd

from quire.text.messages import _
from studylib.data.withholding import LEAST_SHOWN, find_withheld_groups
from studylib.questions.response import order_groups

WHOLE = "all"
NO_CONSENT = "no"
BREAKDOWNS = {"region": "Region", "size": "Size class"}
"""By what answers could be broken down, and its name for readers."""


def list_cells(
    questions: pd.DataFrame, replies: pd.DataFrame, states: pd.DataFrame
) -> pd.DataFrame:
    """Every figure that a page could give of each question, and whether it would be withheld.

    Parameters
    ----------
    questions, replies
        The processed tables. Drafts do not count, and nothing of a city that does not consent.
    states
        As `response.list_city_states` gives it.

    Returns
    -------
    DataFrame
        `question`, `breakdown` (`all`, `region` or `size`), `group`, `cities` that answered it, and
        `withheld`; questions in the order of the questionnaire, a row only where at least one city
        answered. A question with fewer than five answers in all is withheld in every cell.
    """
    consenting = states.loc[states["consent"] != NO_CONSENT, ["participant", *BREAKDOWNS]]
    given = replies[~replies["draft"]].merge(consenting, on="participant")
    parts = []
    for question in questions["question"]:
        mine = given[given["question"] == question]
        few = len(mine) < LEAST_SHOWN
        counts = {WHOLE: pd.Series({WHOLE: len(mine)} if len(mine) else {}, dtype="int64")}
        counts |= {column: _counts(mine, states, column) for column in BREAKDOWNS}
        for breakdown, count in counts.items():
            hidden = set(find_withheld_groups(count))
            parts += [
                (question, breakdown, group, int(n), few or group in hidden)
                for group, n in count.items()
            ]
    frame = pd.DataFrame(parts, columns=["question", "breakdown", "group", "cities", "withheld"])
    return frame.astype({"cities": "int64", "withheld": bool})


def _counts(given: pd.DataFrame, states: pd.DataFrame, column: str) -> pd.Series:
    """Answers in each group that has any, in the order in which groups are shown."""
    count = given[column].value_counts()
    return count.reindex([each for each in order_groups(states, column) if each in count.index])


def count_cells_by_question(found: pd.DataFrame, questions: pd.DataFrame) -> pd.DataFrame:
    """Each question: whether it could be published, and how many cells of each breakdown.

    Parameters
    ----------
    found
        As `cells` gives it.

    Returns
    -------
    DataFrame
        `wording`, `answers`, `publishable`, and for each breakdown the cells `<breakdown>_shown`
        and `<breakdown>_withheld`.
    """
    whole = found[found["breakdown"] == WHOLE].set_index("question")
    frame = pd.DataFrame({"wording": questions["wording"]})
    frame["answers"] = questions["question"].map(whole["cities"]).fillna(0).astype(int)
    frame["publishable"] = frame["answers"] >= LEAST_SHOWN
    for column in BREAKDOWNS:
        part = found[found["breakdown"] == column]
        for name, rows in (
            ("shown", part[~part["withheld"]]),
            ("withheld", part[part["withheld"]]),
        ):
            count = questions["question"].map(rows.groupby("question").size())
            frame[f"{column}_{name}"] = count.fillna(0).astype(int)
    return frame


def count_cells_by_group(found: pd.DataFrame, states: pd.DataFrame, breakdown: str) -> pd.DataFrame:
    """Each group of a breakdown: for how many questions it could be shown, and how many cities answered them.

    Parameters
    ----------
    found
        As `cells` gives it.
    states
        As `response.list_city_states` gives it.
    breakdown
        `region` or `size`.

    Returns
    -------
    DataFrame
        `group`, `shown` and `withheld` (questions), `least` and `most` cities that answered one
        (missing where none has an answer).
    """
    part = found[found["breakdown"] == breakdown]
    count = part.groupby("group")["cities"].agg(["min", "max"]).astype("Int64")
    frame = pd.DataFrame({"group": order_groups(states, breakdown)}, dtype=object)
    for name, rows in (("shown", part[~part["withheld"]]), ("withheld", part[part["withheld"]])):
        frame[name] = frame["group"].map(rows.groupby("group").size()).fillna(0).astype(int)
    return frame.assign(
        least=frame["group"].map(count["min"]), most=frame["group"].map(count["max"])
    )


def pivot_cells(
    found: pd.DataFrame, questions: pd.DataFrame, states: pd.DataFrame, breakdown: str
) -> pd.DataFrame:
    """Questions by groups, each cell as a reader sees it: how many cities answered, that it would be withheld, or that none did.

    Returns
    -------
    DataFrame
        `Question` (its wording), `All`, and a column for each group of the invited cities; all
        text.
    """
    said = {
        (row["question"], row["breakdown"], row["group"]): _("withheld, n = {n}", n=row["cities"])
        if row["withheld"]
        else _("n = {n}", n=row["cities"])
        for row in found.to_dict("records")
    }
    frame = pd.DataFrame({_("Question"): questions["wording"]})
    for kind, group in (
        (WHOLE, WHOLE),
        *((breakdown, each) for each in order_groups(states, breakdown)),
    ):
        head = _("All") if kind == WHOLE else group
        frame[head] = [
            said.get((question, kind, group), _("no answer")) for question in questions["question"]
        ]
    return frame
