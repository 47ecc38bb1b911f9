"""What UCLG and others published of an edition, in their own words."""

from __future__ import annotations

import pandas as pd

from quire.showing.findings import Finding, Table
from quire.showing.values import Statement
from quire.text.messages import _, ngettext
from quire.text.words import capital, listed, small
from studylib.data.tables import EditionFacts
from studylib.findings.sources import IN_LAST_COLUMN

FIELDS = {
    "title": _("Report"),
    "cities_n": _("Cities that took part"),
    "pages": _("Length"),
    "axis": _("Axis of the study"),
    "areas": _("Areas"),
    "fields": _("Fields"),
    "subjects": _("Subjects of a field"),
    "method": _("Method"),
    "presented": _("Presented"),
    "fieldwork": _("Fieldwork"),
    "chapters": _("Chapters"),
    "cities_named": _("Cities named"),
    "result": _("Result"),
    "not_recorded": _("Published, but not recorded here"),
    "page_changed": _("UCLG's page last changed"),
}
"""Names for readers of the fields of published facts; a test holds that each field has one."""


def facts(study: EditionFacts, published: pd.DataFrame) -> Finding:
    """What UCLG published of its own study, results first.

    Parameters
    ----------
    published
        The processed table.
    """
    result = published["field"] == "result"
    return Finding(
        Statement(
            "published",
            len(published),
            _say_published(study, int(result.sum())),
            origin="published",
        ),
        Table(
            "published-results",
            _tabulate_facts(published[result]),
            caption=_("Results as they were published"),
            source=IN_LAST_COLUMN,
        ),
        Table(
            "published-facts",
            _tabulate_facts(published[~result]),
            caption=_("About UCLG's study of this edition"),
            source=IN_LAST_COLUMN,
        ),
    )


def name_field(field: str) -> str:
    """Words for a field of published facts.

    >>> name_field("fieldwork"), name_field("not_told_yet")
    ('Fieldwork', 'Not told yet')
    """
    return FIELDS.get(field, capital(field.replace("_", " ")))


def _tabulate_facts(facts: pd.DataFrame) -> pd.DataFrame:
    """Published facts for readers."""
    return pd.DataFrame(
        {
            _("What"): facts["field"].map(name_field),
            _("As it was published"): facts["value"],
            _("Where"): facts["source"],
        }
    )


def _say_published(study: EditionFacts, results: int) -> str:
    """Whether results of UCLG's own study are known."""
    if not results:
        return _("No result of UCLG's own study of {year} is recorded here.", year=study.year)
    return ngettext(
        "{n} result of UCLG's own study of {year} is listed below. It rests on what its "
        "participants answered, not on the figures above.",
        "{n} results of UCLG's own study of {year} are listed below. They rest on what its "
        "participants answered, not on the figures above.",
        results,
        year=study.year,
    )


def say_not_recorded(published: pd.DataFrame) -> str:
    """That UCLG published more than is recorded here, where that is known."""
    more = published.loc[published["field"] == "not_recorded", "value"]
    if more.empty:
        return ""
    return _("UCLG published more than is recorded here: {more}.", more=listed(map(small, more)))
