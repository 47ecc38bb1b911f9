"""What governments name most often as slowing or easing their work, for a page on surveys that asked different governments.

Its sentences begin with who was asked, so that no survey of one country or one subject is taken for all.
"""

from __future__ import annotations

from quire.text.messages import _
from quire.text.words import decimal, listed, whole
from studylib.findings.governments_messages import ELEMENTS, find_most_named
from studylib.findings.messages import GOVERNMENTS, KeyMessage
from studylib.questionnaire.model import ROLES
from studylib.questions.governments import Survey, count_places

MOST = 7
"""As many answers that may lead are named."""


def say_leads(survey: Survey, confidence_pct: float) -> list[KeyMessage]:
    """What governments name most often, with all that as many may name; nothing where nobody asked or all is withheld."""
    said = (_say_lead(survey, side, confidence_pct) for side in ROLES)
    return [one for one in said if one is not None]


def asks_many_countries(survey: Survey) -> bool:
    """Whether governments of more than one country answered."""
    return count_places(survey) > 1


def _say_lead(survey: Survey, side: str, confidence_pct: float) -> KeyMessage | None:
    most = find_most_named(survey, side, confidence_pct)
    if most is None:
        return None
    n = len(most.leaders)
    leaders = most.leaders.head(n if n <= MOST else 1).to_dict("records")
    named = listed(
        _("‘{name}’ ({share} per cent)", name=row["name"], share=decimal(row["share_pct"], 0))
        for row in leaders
    )
    parts = {
        "base": whole(leaders[0]["base"]),
        "unit": survey.unit,
        "question": str(survey.question(most.question)["label"]).rstrip("?."),
        "title": survey.facts["title"],
        "years": survey.years,
    }
    # the question is named, since what governments say they need is not yet what eases their work
    asked = _("{base} {unit} answered ‘{question}’ (‘{title}’, {years}).", **parts)
    said = _("{asked} {leaders}", asked=asked, leaders=_say_leaders(named, n))
    figure = f"{decimal(leaders[0]['share_pct'], 0)} %"
    return KeyMessage(figure, said, most.basis, ELEMENTS, GOVERNMENTS)


def _say_leaders(named: str, n: int) -> str:
    """The sentence on the answer that most name, or on all that may be it."""
    if n == 1:
        return _("They most often named {named}.", named=named)
    if n <= MOST:
        return _(
            "They most often named {named}. The answers cannot tell which of these {n} comes first.",
            named=named,
            n=n,
        )
    return _(
        "{n} answers may lead, among them {named}. "
        "The survey cannot tell which of these comes first.",
        named=named,
        n=n,
    )
