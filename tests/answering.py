"""An invented questionnaire, invited cities and answers to it, small enough to work out on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from quire.core.project import Project
from studylib.intake.matching import gather_invited
from studylib.intake.received import Received
from studylib.intake.standing import Frame
from studylib.intake.submissions import Doubt, Export, Submission
from studylib.questionnaire.model import Questionnaire
from studylib.questionnaire.xlsform import read_questionnaire

SURVEY = """type,name,label::English (en),required,relevant,constraint,appearance,study_role,study_personal,study_area
begin_group,who,Who answers,,,,,,,
text,city,City,yes,,,,city,,
select_one country,country,Country,yes,,,,country,,
text,respondent_email,Your e-mail,,,,,,yes,
select_one consent,consent,May we publish?,yes,,,,consent,,
end_group,,,,,,,,,
begin_group,plans,Plans,,,,,,,
select_one plan,plan,Is there a plan?,yes,,,,,,economy
integer,plan_year,Since when?,,${plan} = 'yes',. >= 2000 and . <= 2009,,,,
select_multiple units,units,Who is responsible?,,,,,,,
decimal,online_pct,Share of services online,,,. >= 0 and . <= 100,,,,living
rank area,priorities,Order the areas,,,,,,,
text,lesson,What would you tell another city?,,,,,,,
end_group,,,,,,,,,
begin_group,slows,What slows?,,,,table-list,slows,,
select_one agree,slow_money,Money,,,,,,,
select_one agree,slow_skills,Skills,,,,,,,
end_group,,,,,,,,,
begin_repeat,practice,Success case,,,,,,,
text,p_title,Title,yes,,,,,,
select_multiple area,p_areas,Areas,,,,,,,
integer,p_year,Since when,,,,,,,
text,p_done,What was done,yes,,,,,,
text,p_result,What came of it,,,,,,,
text,p_link,Address,,,,,,,
end_repeat,,,,,,,,,
"""
CHOICES = """list_name,name,label::English (en)
country,AA,Aland
country,BB,Beland
consent,named,With the name
consent,unnamed,In totals only
consent,no,No
plan,yes,Yes
plan,no,No
plan,dk,Don't know
units,it,IT
units,mayor,Mayor
units,none,Nobody
area,economy,Economy
area,living,Living
agree,1,Not at all
agree,2,Somewhat
agree,3,Very much
agree,na,Does not apply
"""
SETTINGS = "form_title,form_id,version,default_language\nInvented study,inv,1,English (en)\n"
CITIES = """participant,city,country_code,population,member,invited_on,answered_on,consent
alpha,Alpha,AA,900,,2009-01-10,,
beta,Béta,AA,2000,,2009-01-10,,
gamma,La Gamma,BB,999,,2009-01-10,,
delta,Delta,BB,1000,,2009-01-10,,
"""


def write_questionnaire(folder: Path) -> Path:
    """Write the three tables of the questionnaire."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("survey", SURVEY), ("choices", CHOICES), ("settings", SETTINGS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def questionnaire(folder: Path) -> Questionnaire:
    """The questionnaire, read from a folder."""
    read, faults = read_questionnaire(write_questionnaire(folder))
    assert read is not None, faults
    return read


def cities(text: str = CITIES) -> pd.DataFrame:
    """The invited cities, every cell text."""
    import io

    return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)


def frame(asked: Questionnaire, decisions: Any = None) -> Frame:
    """What answers are held against."""
    invited = cities()
    return Frame(
        asked,
        gather_invited(invited),
        dict(zip(invited["participant"], invited["city"], strict=True)),
        decisions or {},
        lambda said: said,
    )


def answer(
    id_: str, city: str, day: str = "2009-02-01", tool: str = "kobo", **changes: Any
) -> Submission:
    """One answered questionnaire; what is not a field of a submission is a cell."""
    own = {name: changes.pop(name) for name in list(changes) if name in Submission.__annotations__}
    cells = {"city": city, "consent": "named", "plan": "yes", **changes}
    fields = {
        "file": f"{tool}.csv",
        "digest": f"digest of {tool}",
        "row": int("".join(filter(str.isdigit, id_)) or 1),
        "sent_at": f"{day}T10:00:00" if day else "",
        **own,
    }
    kept = {name: cell for name, cell in cells.items() if cell is not None}
    return Submission(tool=tool, id=id_, sent_on=day, cells=kept, **fields)


def received(*submissions: Submission, doubts: tuple[Doubt, ...] = ()) -> Received:
    """What has come in, each answer in an intake of its own."""
    have = Received()
    for one in submissions:
        mine = tuple(doubt for doubt in doubts if doubt.submission in {one.key, ""})
        have = have.add(Export(one.tool, (one,), mine), {one.file: one.digest})
    return have


def project_with(root: Path) -> Project:
    """An empty project with the questionnaire and cities of edition 2009, and no more."""
    project = Project(root)
    write_questionnaire(project.raw / "preparation" / "2009")
    folder = root / "data/incoming/2009"
    folder.mkdir(parents=True)
    (folder / "cities.csv").write_text(CITIES, encoding="utf-8")
    return project
