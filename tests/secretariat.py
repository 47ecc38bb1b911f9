"""Invented files of a secretariat, beside those of the invented edition in preparation (as of 10 March 2009)."""

from __future__ import annotations

import json
from pathlib import Path

from invented import write_preparation, write_raw

from quire.core.project import Project

EDITION = "2009"
ACTIVITIES = """\
kind,title,planned_on,done_on,place,partners,result,link
implementation,First workshop on trains,2009-01-20,2009-01-22,Alpha,Beta,12 cities took part,https://example.org/w
implementation,Second workshop,2009-09-01,,Beta,,,
advocacy,Letter to the council,2009-03-01,,,,,
monitoring,Count of trains,2008-12-01,2008-12-31,,,Counted,
learning,Course,2009-03-10,,,,,
leadership,Chair: Alpha,2008-05-01,2008-05-01,,,Elected for two years,
leadership,Vice-chair: Beta,2009-07-01,,,,,
"""
DISSEMINATION = """\
audience,channel,planned_on,done_on,link,result
Mayors,Letter,2009-02-01,2009-02-03,https://example.org/l,9 replies
Press,Note,2009-03-01,,,
Cities,Session,2009-05-01,,,
"""
MESSAGES = """\
figure,message,basis,page
40 %,Trains are late.,"5 cities, interval 20 to 60",situation
–,No change is given.,,situation
"""


def write_secretariat(root: Path, **files: str) -> Project:
    """The study with an edition in preparation, its files named here replaced or, if empty, left out."""
    write_raw(root)
    folder = write_preparation(root / "data" / "raw", EDITION)
    texts = {"activities": ACTIVITIES, "dissemination": DISSEMINATION, **files}
    for name, text in texts.items():
        if text:
            (folder / f"{name}.csv").write_text(text, "utf-8")
    return Project(root)


def write_messages(project: Project, run: str, name: str) -> None:
    """Key messages of the edition as a run keeps them."""
    folder = project.runs / EDITION / run / "figures"
    folder.mkdir(parents=True)
    (folder / f"{name}.csv").write_text(MESSAGES, "utf-8")
    (folder.parent / "values.json").write_text(json.dumps({}), "utf-8")
