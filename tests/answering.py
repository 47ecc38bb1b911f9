"""An invented questionnaire, invited cities and answers to it, small enough to work out on paper."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import invented
import pandas as pd

from quire.core.project import Project
from studylib.intake.matching import gather_invited
from studylib.intake.received import Received
from studylib.intake.standing import Frame
from studylib.intake.submissions import Doubt, Export, Submission
from studylib.questionnaire.model import Questionnaire
from studylib.questionnaire.xlsform import read_questionnaire

HEAD_OF_SURVEY = (
    "type,name,label::English (en),required,relevant,constraint,appearance,"
    "study_role,study_personal,study_area,study_scale,study_element\n"
)
SURVEY = f"""{HEAD_OF_SURVEY}begin_group,who,Who answers,,,,,,,,,
text,city,City,yes,,,,city,,,,
select_one country,country,Country,yes,,,,country,,,,
text,respondent_email,Your e-mail,,,,,,yes,,,
select_one consent,consent,May we publish?,yes,,,,consent,,,,
end_group,,,,,,,,,,,
begin_group,plans,Plans,,,,,,,,,
select_one plan,plan,Is there a plan?,yes,,,,,,economy,,
integer,plan_year,Since when?,,${{plan}} = 'yes',. >= 2000 and . <= 2009,,,,,,
select_multiple units,units,Who is responsible?,,,,,,,,,
decimal,online_pct,Share of services online,,,. >= 0 and . <= 100,,,,living,,
rank area,priorities,Order the areas,,,,,,,,,
text,lesson,What would you tell another city?,,,,,,,,,
end_group,,,,,,,,,,,
begin_group,slows,What slows?,,,,table-list,slows,,,rising,
select_one agree,slow_money,Money,,,,,,,,,money
select_one agree,slow_skills,Skills,,,,,,,,,money
end_group,,,,,,,,,,,
begin_repeat,practice,Success case,,,,,,,,,
text,p_title,Title,yes,,,,,,,,
select_multiple area,p_areas,Areas,,,,,,,,,
integer,p_year,Since when,,,,,,,,,
text,p_done,What was done,yes,,,,,,,,
text,p_result,What came of it,,,,,,,,,
text,p_link,Address,,,,,,,,,
end_repeat,,,,,,,,,,,
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
NAMES = ("Alpha", "Béta", "La Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta", "Iota", "Kappa")
KEYS = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa")
CITIES = (
    "participant,city,country_code,population,member,invited_on,answered_on,consent\n"
    + "".join(
        f"{key},{name},{'AA' if number < 6 else 'BB'},{500 + 100 * number},,2009-01-10,,\n"
        for number, (key, name) in enumerate(zip(KEYS, NAMES, strict=True))
    )
)
"""Ten invited cities: six in Aland (Europe), four in Beland (Asia); the first five have fewer than 1000 inhabitants."""


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
        columns = tuple((one.digest, doubt) for doubt in mine if not doubt.submission)
        have = have.add(Export(one.tool, (one,), mine, (), columns, frozenset({one.digest})))
    return have


def write_project(root: Path) -> Project:
    """The invented raw folder with edition 2009 in preparation: its questionnaire and its cities, and no answer."""
    raw = invented.write_raw(root)
    invented.write_yaml(raw / "editions" / "2009.yml", invented.PREPARING)
    project = Project(root)
    write_questionnaire(raw / "preparation" / "2009")
    folder = root / "data/incoming/2009"
    folder.mkdir(parents=True)
    (folder / "cities.csv").write_text(CITIES, encoding="utf-8")
    return project


HEAD = (
    *("city", "country", "respondent_email", "consent", "plan", "plan_year", "units"),
    *("online_pct", "priorities", "lesson", "slow_money", "slow_skills"),
)


def write_export(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write an export of KoBoToolbox with names as values; what a row does not name is empty."""
    head = [*HEAD, "_id", "_uuid", "_submission_time", "_status"]
    lines = [";".join(f'"{name}"' for name in head)]
    for number, row in enumerate(rows, start=1):
        country = "BB" if row["city"].casefold() in KEYS[6:] else "AA"
        own = {"country": country, "consent": "named", "plan": "yes", "plan_year": "2005"}
        own |= {"units": "it", "online_pct": "50", "slow_money": "3", "slow_skills": "1"}
        own |= {"_submission_time": "2009-02-05T10:00:00", "_status": "submitted_via_web"}
        id_ = row.get("id", f"{path.stem}-{number}")
        own |= {"_id": str(number), "_uuid": id_, "_submission_time": "2009-02-05T10:00:00"}
        cells = {**own, **row}
        lines.append(";".join(f'"{cells.get(name, "")}"' for name in head))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def decide(project: Project, table: str = "doubts", **words: str) -> None:
    """Fill in a table as a person does: by key of its rows, what is decided."""
    path = project.root / f"data/incoming/2009/{table}.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    key, column = {"doubts": ("doubt", "decision"), "texts": ("text", "release")}[table]
    frame[column] = [words.get(one, words.get("every", "")) for one in frame[key]]
    frame["who"], frame["why"] = "secretariat", "they said so"
    frame.to_csv(path, index=False)
