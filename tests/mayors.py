"""An invented survey of city governments below a raw folder, small enough to count on paper."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

from invented import write_yaml

ID = "mayors-2002"
TABLES = {
    "questions": """question,section,kind,scale,label,label_es,area,reason,same_as,unit,minimum,maximum
plan,Plans,select_one,False,Has a plan,Tiene un plan,living,,,,,
slow,Limits,select_multiple,False,What slows,Qué frena,economy,,,,,
rate,Limits,matrix_one,True,How much it slows,Cuánto frena,,,,,,
wish,Limits,rank,False,What comes first,Qué va primero,,,,,,
staff,People,integer,False,Staff,Personal,,,,people,0,5000
""",
    "items": """question,item,row,row_es,column,column_es,element
plan,plan,,,,,
slow,slow,,,,,
rate,rate_a,Money,Dinero,,,money
rate,rate_b,People,Personas,Now,Ahora,
wish,wish,,,,,
staff,staff,,,,,
""",
    "options": """question,option,label,label_es,state,element
plan,1,Yes,Sí,,
plan,2,No,No,,
plan,9,Don't know,No sabe,dont_know,
slow,m,Money,Dinero,,money
slow,p,People,Personas,,
slow,n,None,Nada,none,
rate,1,little,poco,,
rate,2,much,mucho,,
wish,m,Money,Dinero,,
wish,p,People,Personas,,
""",
    "respondents": """respondent,city,country_code,region,population,longitude,latitude,city_code
alpha,Alpha,AA,,900,1,2,AA001C
alpha-2,Alpha,AA,,900,,,AA001C
beta,Beta,AA,,2000,,,
gamma,Gama,AA,,2000,,,
delta,Delta,AA,,,,,
eps,Eps,BB,Asia,2000,,,
zeta,Zeta,BB,,2000,,,
""",
    "answers": """respondent,item,value,position
alpha,plan,1,
alpha,slow,m,
alpha,slow,p,
alpha,rate_a,2,
alpha,wish,m,1
alpha,wish,p,2
alpha,staff,10,
alpha-2,plan,2,
beta,plan,1,
beta,slow,n,
beta,staff,20,
gamma,plan,1,
gamma,slow,p,
gamma,staff,30,
delta,plan,2,
delta,slow,m,
delta,staff,40,
eps,plan,2,
eps,slow,m,
eps,staff,50,
zeta,plan,9,
""",
}
ABOUT: dict[str, object] = {
    "title": "Survey of mayors",
    "short": "Nobody 2001-02",
    "asked_by": "Nobody",
    "of_whom": "City governments",
    "unit": "city governments",
    "from": "2001-11",
    "to": "2002",
    "invited": 20,
    "answered": 6,
    "languages": ["en", "es"],
    "mode": "by letter",
    "terms": "none stated",
    "addresses": ["https://example.org/mayors"],
    "wording": "Labels are ours.",
    "beside": {"2002": "They were asked at the same time."},
    "own": False,
    "named": True,
    "dimensions": ["region", "size"],
    "slows": "slow",
    "eases": None,
    "doubts": ["One is doubtful.", "So is another."],
    "exclusions": [
        {
            "row": {"respondent": "alpha-2", "city": "Alpha"},
            "instead": "alpha",
            "reason": "It answered twice.",
        }
    ],
}
CORRECTION = {
    "row": {"respondent": "gamma"},
    "column": "city",
    "old": "Gama",
    "new": "Gamma",
    "reason": "A letter is missing.",
    "sources": ["https://example.org/gamma"],
}


def write_survey(raw: Path, id: str = ID, **changes: object) -> Path:
    """Write the survey into a raw folder, and return its folder."""
    folder = raw / "instruments" / id
    folder.mkdir(parents=True)
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    seal(folder, **changes)
    return folder


def seal(folder: Path, **changes: object) -> None:
    """Write `instrument.yml` with the digests of the tables as they are, and with some keys changed."""
    files: dict[str, dict[str, object]] = {}
    for path in sorted(folder.glob("*.csv")):
        data = path.read_bytes()
        rows = list(csv.reader(io.StringIO(data.decode("utf-8"))))[1:]
        files[path.stem] = {"sha256": hashlib.sha256(data).hexdigest(), "min_rows": len(rows)}
    files["respondents"]["corrections"] = [CORRECTION]
    write_yaml(folder / "instrument.yml", {**ABOUT, "files": files, **changes})


def change(folder: Path, table: str, old: str, new: str, **changes: object) -> None:
    """Replace a text that is there in a table, with its digest kept true."""
    path = folder / f"{table}.csv"
    text = path.read_text("utf-8")
    assert old in text, f"{old!r} is not in {table}"
    path.write_text(text.replace(old, new, 1), "utf-8")
    seal(folder, **changes)
