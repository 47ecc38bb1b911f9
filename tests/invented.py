"""An invented raw folder, small enough to work out on paper. Invented cities exist in tests only."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from studylib.data.perception import survey_figures
from studylib.data.process import edition_tables, pin
from studylib.data.raw import RawData

SCHEMAS = Path(__file__).parents[1] / "data" / "schema"
AREAS = """area,label,colour
economy,Economy,#0072B2
living,Living,#8C6D00
"""
ITEMS = """item,label,wording,note
jobs,Jobs,It is easy to find a job,
theft,Theft,Something was stolen,yes is bad
parks,Parks,There are parks,
"""
CODEBOOK = """code,item,answer,part
A1,jobs,yes,agree
A2,jobs,no,disagree
A3,jobs,no answer,no_answer
B1,theft,yes,agree
B2,theft,no,disagree
B3,theft,no answer,no_answer
C1,parks,yes,agree
C2,parks,no,disagree
C3,parks,no answer,no_answer
"""
TREE = """node,parent,direction,weight,method,min_coverage,lower,upper
economy,,,,arithmetic,0.5,,
jobs,economy,1,,,,0,100
living,,,,arithmetic,0.5,,
theft,living,-1,,,,0,100
parks,living,1,,,,0,100
"""
BANDS = """band,lower,label
1,0,low
2,50,high
"""
WAVES = """wave,year,in_panel
first,2001,True
second,2004,True
"""
SURVEY_COLUMNS = (
    "survey,wave,main,title,conducted_by,country_code,mode,age_from,fieldwork_from,fieldwork_to,cities,respondents,"
    "respondents_kind,respondents_assumed,respondents_reason,figures_from,source\n"
)
SURVEYS_OF_RESIDENTS = f"""{SURVEY_COLUMNS}one,first,True,First survey,Nobody,,telephone,15,2001-02,2001-03,3,,,400,invented,a table,https://example.org/1
two,second,True,Second survey,Nobody,,telephone,15,,,3,1200,exactly,400,invented,a table,https://example.org/2
"""
PLACES = """wave,place,city_code,area,survey,respondents,respondents_kind
first,AA001C,AA001C,city,one,,
first,AA002C,AA002C,city,one,,
first,BB001C,BB001C,city,one,,
second,AA001C,AA001C,city,two,,
second,BB001C,BB001C,city,two,,
second,BB002C,BB002C,city,two,,
"""
POSITIVE = """wave,item,city_code,positive_pct,base,published_by,source
"""
COUNTRIES = """country_code,country,region,subregion,other_codes
AA,Aland,Europe,North,AX AAA
BB,Beland,Asia,South,BBB
"""
STATISTICS = """statistic,level,code,label,unit,minimum,maximum
unemployment,city,X1,Unemployment,%,0,100
online,country,,Online,index,0,1
"""
FLAGS = """flag,eurostat,sdmx,meaning,kept
break,b,B,break in the series,True
provisional,p,P,provisional,True
confidential,c,C,confidential,False
missing,,M O,missing,False
"""
UNITS = """published,unit,factor,reason
PC,%,1,a code for per cent
"""
PUBLISHERS = """agency,publisher,address,licence
ESTAT,Eurostat,https://example.org/{dataset},reuse allowed
"""
COMPARISONS = """item,statistic,expected_sign,reason
jobs,unemployment,-1,Jobs are what the unemployed lack
"""
COMPARABILITY = """concept,survey,item,status,reason,decided_by,decided_on
jobs,one,jobs,same,asked first,team,2002-03-04
theft,one,theft,same,asked first,team,2002-03-04
parks,one,,not asked,not asked then,team,2002-03-04
jobs,two,jobs,same,the same,team,2002-03-04
theft,two,,not asked,not asked then,team,2002-03-04
parks,two,parks,same,asked first,team,2002-03-04
"""
LEVERS = """lever,label,meaning
data,Data,Figures
skills,Skills,Learning
"""
SIZES = """size,lower,label
1,0,small
2,1000,large
"""
ELEMENTS = """element,label,meaning
money,Money,What things cost
"""
STATEMENTS = """statement,element
Money,money
"""
ISSUES = """issue,label,is_issue,item,reason
noise,Noise,True,parks,The item asks about parks
"""
CITY_NAMES = """city_code,name,language,source
AA001C,Alfa,en,invented
BB002C,Δέλτα,el,invented
"""
CITY_CODES = """code,city_code,kind,since,until,source
"""
CITIES = """city_code,city,country_code,longitude,latitude
AA001C,Alpha,AA,10,50
AA002C,Beta,AA,,
BB001C,Gamma,BB,20,40
BB002C,Delta,BB,21,41
"""
ANSWERS_OF = (
    "wave,item,place,agree_strongly_pct,agree_pct,disagree_pct,disagree_strongly_pct,no_answer_pct,not_applicable_pct,"
    "agree_total_pct,flags\n"
)
PERCEPTION = f"""{ANSWERS_OF}first,jobs,AA001C,,60,30,,10,,,
first,jobs,AA002C,,50,50,,,,,
first,jobs,BB001C,,20,60,,20,,,
first,theft,AA001C,,10,88,,2,,,
first,theft,AA002C,,20,80,,0,,,
second,jobs,AA001C,,70,20,,10,,,
second,jobs,BB001C,,40,50,,10,,,
second,parks,AA001C,,90,10,,0,,,
second,parks,BB002C,,80,20,,0,,,
"""
PRIORITIES = """wave,issue,place,named_pct
first,noise,AA001C,12.5
"""
OFFICIAL_STATISTICS = """statistic,city_code,country_code,year,value,unit,flag,publisher,dataset
online,,AA,2000,0.5,index,,UN,Survey
online,,BB,2000,0.25,index,,UN,Survey
unemployment,AA001C,,1999,9,%,,Nobody,rates
unemployment,AA001C,,2000,8,%,,Nobody,rates
unemployment,AA001C,,2002,7,%,,Nobody,rates
unemployment,AA002C,,1995,5,%,,Nobody,rates
unemployment,BB001C,,2001,12,%,provisional,Nobody,rates
"""
DATASETS = [("UN", "Survey"), ("Nobody", "rates")]
"""Publishers and datasets of the official statistics."""
FACTS = """edition,field,value,source
2002,result,Half of the cities have a plan,https://example.org/a
"""
SURVEYS = """survey,year,population,respondents_n,kind,element,share_pct,wording,note,source
Survey,2001,cities,50,barrier,Money,40,,,https://example.org/b
"""
SHARES = """edition,statement,reading,share_pct,cities_n,base,source
2002,Have a plan,,50,4,cities that took part,https://example.org/a
"""
COAST = "ring,point,longitude,latitude\n1,1,0,45\n1,2,30,45\n1,3,15,55\n"
MEMBERS = "member,city,country_code,joined_on,left_on,source\n"
FIGURES = {
    "coast": COAST,
    "members": MEMBERS,
    "cities": CITIES,
    "perception": PERCEPTION,
    "survey_places": PLACES,
    "perception_shares": POSITIVE,
    "priorities": PRIORITIES,
    "official_statistics": OFFICIAL_STATISTICS,
    "published_facts": FACTS,
    "barrier_surveys": SURVEYS,
    "published_shares": SHARES,
}
FRAMEWORK = {
    "areas": AREAS,
    "items": ITEMS,
    "tree": TREE,
    "bands": BANDS,
    "waves": WAVES,
    "surveys": SURVEYS_OF_RESIDENTS,
    "codebook": CODEBOOK,
    "countries": COUNTRIES,
    "city_names": CITY_NAMES,
    "city_codes": CITY_CODES,
    "statistics": STATISTICS,
    "flags": FLAGS,
    "units": UNITS,
    "publishers": PUBLISHERS,
    "comparisons": COMPARISONS,
    "comparability": COMPARABILITY,
    "levers": LEVERS,
    "sizes": SIZES,
    "elements": ELEMENTS,
    "statements": STATEMENTS,
    "issues": ISSUES,
}
PRACTICE: dict[str, Any] = {
    "id": "alpha-map",
    "title": "Alpha: the map that residents draw",
    "city": "Alpha",
    "country": "AA",
    "population": {"value": 900, "year": 2001, "source": "office"},
    "place": {"longitude": 10.5, "latitude": 50.25, "source": "office"},
    "areas": ["economy"],
    "levers": ["data", "skills"],
    "start_year": 2001,
    "end_year": None,
    "status": "running",
    "summary": "Residents draw a map.",
    "result": {
        "text": "12 maps came of it.",
        "doubt": "The city counted itself.",
        "sums_up": [1],
        "evidence": "counts",
    },
    "done": [{"text": "They drew it.", "sources": ["office"]}],
    "results": [{"text": "12 maps.", "sources": ["paper"], "doubt": "Its own count."}],
    "needs": [{"text": "Pens.", "sources": []}],
    "sdgs": [11],
    "sources": {
        "office": {
            "title": "The office",
            "publisher": "Alpha",
            "address": "https://example.org/o",
            "read": "2002-03-04",
        },
        "paper": {
            "title": "The paper",
            "publisher": "Press",
            "address": "https://example.org/p",
            "read": "2002-03-04",
        },
    },
}
EDITION = {
    "year": 2002,
    "title": "An invented edition",
    "subject": "Everything",
    "topic": "All",
    "status": "published",
    "areas": ["economy", "living"],
    "wave": "first",
    "statistics_max_age_years": 2,
    "participants": {"cities": 7, "source": "https://example.org/a"},
    "choices": {},
    "sources": ["https://example.org/a"],
}


PREPARING = {
    "year": 2009,
    "title": "An edition to come",
    "subject": "Night trains",
    "topic": "Trains",
    "status": "in preparation",
    "areas": ["living"],
    "preparation": {
        "as_of": "2009-03-10",
        "calendar": [
            {"step": "Invite the cities", "due": "2009-02-02", "done": "2009-02-02"},
            {"step": "Remind them", "due": "2009-02-20", "done": "2009-02-23"},
            {"step": "Answers in hand", "due": "2009-03-07", "done": None},
            {"step": "Report", "due": "2009-03-10", "done": None},
            {"step": "Publish", "due": "2009-04-30", "done": None},
        ],
    },
}
"""An edition in preparation. Six of nine invited cities have answered, five of them in Europe and one in Asia."""
ASKED = """participant,city,country_code,population,member,invited_on,answered_on
alpha,Alpha,AA,900,alpha,2009-02-02,2009-02-05
beta,Beta,AA,2000,beta,2009-02-02,2009-02-12
gamma,Gamma,AA,999,gamma,2009-02-02,2009-02-15
delta,Delta,AA,1000,,2009-02-02,2009-03-02
epsilon,Epsilon,AA,,,2009-02-02,2009-03-09
zeta,Zeta,AA,5000,zeta,2009-02-02,
eta,Eta,BB,800,eta,2009-02-02,2009-03-10
theta,Theta,BB,,theta,2009-02-02,
iota,Iota,BB,100,,2009-02-20,
"""
QUESTIONNAIRE = {
    "survey": """type,name,label::English (en),required,relevant,study::area
text,city,City,yes,,
select_one consent,consent,May we name you?,yes,,
select_one yesno,plan,Is there a plan?,yes,,economy
select_one yesno,budget,Is there a budget?,yes,,
select_one yesno,parks,Are there parks?,,${plan} != 'perhaps',living
select_one yesno,trams,Are there trams?,,,living
""",
    "choices": """list_name,name,label::English (en)
yesno,yes,Yes
yesno,no,No
yesno,perhaps,Perhaps
consent,named,With our name
consent,totals,In totals only
consent,no,No
""",
    "settings": """form_title,form_id,version,default_language
Trains,trains,1,English (en)
""",
}
ANSWERS = """participant,item,value
alpha,plan,yes
beta,plan,yes
gamma,plan,no
delta,plan,yes
epsilon,plan,yes
eta,plan,no
zeta,plan,perhaps
alpha,budget,yes
beta,budget,yes
gamma,budget,no
delta,budget,yes
epsilon,budget,yes
alpha,parks,yes
beta,parks,yes
gamma,parks,no
delta,parks,yes
"""
LIST_OF_MEMBERS = """member,city,country_code,joined_on,left_on,source
alpha,Alpha,AA,2000-01-01,,https://example.org/m
beta,Beta,AA,2009-03-10,,https://example.org/m
gamma,Gamma,AA,2000-01-01,2009-03-10,https://example.org/m
zeta,Zeta,AA,2002-01-01,,https://example.org/m
eta,Eta,BB,2001-01-01,2009-03-11,https://example.org/m
theta,Theta,BB,2009-03-11,,https://example.org/m
omega,Omega,BB,2001-01-01,,https://example.org/m
"""
"""On the day, beta has just joined and eta is to leave; gamma has just left and theta is to join. Omega was not invited."""


def write_preparation(raw: Path, id: str = "2009") -> Path:
    """Add the edition in preparation and the list of members; return the folder of the secretariat's files."""
    (raw / "members.csv").write_text(LIST_OF_MEMBERS, encoding="utf-8")
    write_sidecar(raw, "members")
    # of two of one year the topics differ
    topic = PREPARING["topic"] if id == "2009" else f"{PREPARING['topic']} {id}"
    write_yaml(raw / "editions" / f"{id}.yml", {**PREPARING, "topic": topic})
    private = raw.parent / "incoming" / id
    parts = {raw / "preparation" / id: QUESTIONNAIRE}
    parts[private] = {"cities": ASKED, "answers": ANSWERS}
    for folder, files in parts.items():
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return private


SETTINGS = """[tool.quire]
study = "studylib.study:STUDY"
name = "smart-cities-study"
command = "study"
"""


def write_settings(root: Path) -> None:
    """Name the study below `root`, as its `pyproject.toml` does."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")


def write_raw(root: Path) -> Path:
    """Write the invented raw folder under `root`, with the settings of the press, and return it."""
    raw = root / "data" / "raw"
    write_settings(root)
    for folder in ("framework", "editions", "practices"):
        (raw / folder).mkdir(parents=True)
    shutil.copytree(SCHEMAS, raw.parent / "schema")
    for name, text in FRAMEWORK.items():
        (raw / "framework" / f"{name}.csv").write_text(text, encoding="utf-8")
    for name, text in FIGURES.items():
        (raw / f"{name}.csv").write_text(text, encoding="utf-8")
        write_sidecar(raw, name)
    write_yaml(raw / "editions" / "2002.yml", EDITION)
    write_yaml(raw / "practices" / "alpha-map.yml", PRACTICE)
    return raw


def write_sidecar(raw: Path, table: str, **changes: object) -> None:
    """Write the sidecar that fits the table as it is on disk, with some keys changed."""
    data = (raw / f"{table}.csv").read_bytes()
    rows = list(csv.reader(io.StringIO(data.decode("utf-8", errors="replace"))))[1:]
    about: dict[str, object] = {
        "title": f"Invented {table}",
        "publisher": "Nobody",
        "dataset": None,
        "addresses": ["https://example.org/data"],
        "licence": "none",
        "retrieved": None,
        "changes": "Invented.",
    }
    papers: dict[str, object] = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "min_rows": len(rows),
    }
    if table == "official_statistics":
        parts = [{**about, "publisher": who, "dataset": what} for who, what in DATASETS]
        papers |= {"title": "Official statistics", "sources": parts}
    else:
        papers |= about
    write_yaml(raw / f"{table}.yml", {**papers, **changes})


def rewrite(raw: Path, table: str, old: str, new: str, **changes: object) -> None:
    """Replace a text that is there in a table, with its sidecar's digest kept true."""
    path = raw / f"{table}.csv"
    text = path.read_bytes()
    assert old.encode() in text, f"{old!r} is not in {table}"
    path.write_bytes(text.replace(old.encode(), new.encode(), 1))
    write_sidecar(raw, table, **changes)


def write_yaml(path: Path, data: object) -> None:
    """Write plain data as YAML."""
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")


def figures_of(data: RawData) -> pd.DataFrame:
    """Every figure of every survey of some raw data."""
    return survey_figures(
        *(data.tables[name] for name in ("perception", "survey_places", "perception_shares"))
    )


def tables_of(data: RawData) -> dict[str, dict[str, pd.DataFrame]]:
    """The processed tables of every edition that runs notebooks."""
    figures = figures_of(data)
    return {
        each.id: edition_tables(each, pin(data, each), figures)
        for each in data.editions
        if each.runs_notebooks
    }
