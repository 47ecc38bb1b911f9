"""An invented survey of governments with a question of every form, counted on paper: 20 governments, 18 of them in two regions."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd

from studylib.questions.governments import Survey, split_surveys

INSTRUMENT = {
    "instrument": "towns-2003",
    "title": "How towns are run",
    "short": "A body <of towns> 2003-04",
    "own": False,
    "unit": "town governments",
    "asked_by": "A body <of towns>",
    "of_whom": "Governments of towns",
    "year_from": 2003,
    "year_to": 2004,
    "invited": 39,
    "answered": 20,
    "languages": "en es",
    "mode": "on the web",
    "terms": "no licence is stated",
    "address": "https://example.org/towns",
    "wording": "Labels are the study's.",
    "reason": "It is on the same subject",
    "doubts": "Towns chose themselves.",
    "slows": "slow",
    "eases": "ease",
    "left_out": 0,
}

QUESTIONS = """question,position,section,kind,scale,label,label_es,area,unit,same_as,asked,answered
mayor,1,Government,select_one,False,Has a *mayor*,,work,,,20,19
slow,2,Challenges,select_multiple,False,What slows,,work,,,20,16
power,3,Government,matrix_one,True,Who has power,,work,,,20,18
tiers,4,Government,matrix_one,True,"Power, by policy",,work,,,20,12
income,5,Money,matrix_one,False,Where money comes from,,work,,,20,10
staff,6,Money,integer,False,Staff,,work,people,,10,8
first,7,Money,rank,False,What comes first,,work,,,20,9
words,8,Money,text,False,What else,,work,,,20,7
ease,9,Challenges,matrix_one,True,What eases,,work,,,20,15
"""

ITEMS = """question,item,position,row,column,label,element
mayor,mayor,1,,,Has a mayor,
slow,slow,1,,,What slows,
power,power_council,1,Council,,Council,
power,power_state,2,State,,State,
tiers,t_bus_city,1,Buses,City,Buses: City,
tiers,t_bus_state,2,Buses,State,Buses: State,
tiers,t_tax_city,3,Taxes,City,Taxes: City,
tiers,t_tax_state,4,Taxes,State,Taxes: State,
income,i_tax,1,Taxes,,Taxes,
income,i_fee,2,Fees,,Fees,
staff,staff,1,,,Staff,
first,first,1,,,What comes first,
words,words,1,,,What else,
ease,e_grant,1,Grants,,Grants,money
ease,e_course,2,Courses,,Courses,skills
"""

OPTIONS = """question,option,position,label,label_es,state,element
mayor,yes,1,Yes,,,
mayor,no,2,No,,,
mayor,dk,3,Don't know,,dont_know,
slow,funds,1,Lack of funds & of grants,,,money
slow,people,2,Lack of people,,,skills
slow,law,3,The law,,,
slow,none,4,Nothing,,none,
power,0,1,None,,,
power,1,2,Little,,,
power,2,3,Some,,,
power,3,4,Much,,,
tiers,0,1,None,,,
tiers,1,2,Much,,,
income,a,1,Up to half,,,
income,b,2,Over half,,,
income,dk,3,Don't know,,dont_know,
first,x,1,Homes,,,
first,y,2,Jobs,,,
ease,0,1,Not at all,,,
ease,1,2,Much,,,
"""

TALLIES = """question,item,option,dimension,group,position_rank,n,base,asked,withheld
mayor,mayor,yes,all,all,,15,19,20,False
mayor,mayor,no,all,all,,4,19,20,False
mayor,mayor,dk,all,all,,1,19,20,False
mayor,mayor,yes,region,Northland,,9,10,10,False
mayor,mayor,no,region,Northland,,1,10,10,False
mayor,mayor,dk,region,Northland,,0,10,10,False
mayor,mayor,yes,region,Southland,,6,9,10,False
mayor,mayor,no,region,Southland,,3,9,10,False
mayor,mayor,dk,region,Southland,,1,9,10,False
mayor,mayor,yes,size,small,,,,,True
mayor,mayor,no,size,small,,,,,True
mayor,mayor,dk,size,small,,,,,True
slow,slow,funds,all,all,,8,16,20,False
slow,slow,people,all,all,,12,16,20,False
slow,slow,law,all,all,,4,16,20,False
slow,slow,none,all,all,,2,16,20,False
slow,slow,funds,region,Northland,,5,10,10,False
slow,slow,people,region,Northland,,9,10,10,False
slow,slow,law,region,Northland,,4,10,10,False
slow,slow,none,region,Northland,,1,10,10,False
slow,slow,funds,region,Southland,,3,6,10,False
slow,slow,people,region,Southland,,3,6,10,False
slow,slow,law,region,Southland,,0,6,10,False
slow,slow,none,region,Southland,,1,6,10,False
power,power_council,0,all,all,,2,16,20,False
power,power_council,1,all,all,,2,16,20,False
power,power_council,2,all,all,,4,16,20,False
power,power_council,3,all,all,,8,16,20,False
power,power_state,0,all,all,,9,18,20,False
power,power_state,1,all,all,,3,18,20,False
power,power_state,2,all,all,,3,18,20,False
power,power_state,3,all,all,,3,18,20,False
power,power_council,0,region,Northland,,,,,True
power,power_council,1,region,Northland,,,,,True
power,power_council,2,region,Northland,,,,,True
power,power_council,3,region,Northland,,,,,True
tiers,t_bus_city,0,all,all,,3,12,20,False
tiers,t_bus_city,1,all,all,,9,12,20,False
tiers,t_bus_state,0,all,all,,6,12,20,False
tiers,t_bus_state,1,all,all,,6,12,20,False
tiers,t_tax_city,0,all,all,,9,12,20,False
tiers,t_tax_city,1,all,all,,3,12,20,False
tiers,t_tax_state,0,all,all,,,,,True
tiers,t_tax_state,1,all,all,,,,,True
income,i_tax,a,all,all,,2,10,20,False
income,i_tax,b,all,all,,8,10,20,False
income,i_tax,dk,all,all,,0,10,20,False
income,i_fee,a,all,all,,5,5,20,False
income,i_fee,b,all,all,,0,5,20,False
income,i_fee,dk,all,all,,5,5,20,False
first,first,x,all,all,1,6,9,20,False
first,first,y,all,all,1,3,9,20,False
first,first,x,all,all,2,3,9,20,False
first,first,y,all,all,2,6,9,20,False
ease,e_grant,0,all,all,,5,15,20,False
ease,e_grant,1,all,all,,10,15,20,False
ease,e_course,0,all,all,,12,15,20,False
ease,e_course,1,all,all,,3,15,20,False
"""

NUMBERS = """question,item,dimension,group,answered,asked,lower_quartile,median,upper_quartile,withheld
staff,staff,all,all,8,10,100,400,9000,False
staff,staff,region,Northland,8,8,90,300,8000,False
staff,staff,region,Southland,,,,,,True
"""

PAIRS = """question,option_a,option_b,both,a_only,b_only,neither,phi,low,high
slow,funds,people,7,1,5,3,0.29,-0.2,0.7
slow,funds,law,4,4,0,8,0.58,0.1,0.9
slow,people,law,4,8,0,4,0.33,-0.1,0.8
"""

PARTICIPATION = """dimension,group,invited,answered,withheld
region,Northland,20,10,False
region,Southland,19,10,False
country,Aland,20,10,False
country,Beland,,,True
member,yes,,,True
"""

ELEMENTS = pd.DataFrame(
    {
        "element": ["money", "skills"],
        "label": ["Money", "Skills"],
        "meaning": ["Grants", "People who can"],
    }
)


def read(text: str) -> pd.DataFrame:
    """A table as it is read from the processed ones: words stay words, what may be missing is missing."""
    words = ["option", "group", "unit", "same_as", "label_es", "position_rank", "element"]
    words += ["row", "column", "state", "area", "label", "section"]
    there = [name for name in text.partition("\n")[0].split(",") if name not in words]
    frame = pd.read_csv(
        io.StringIO(text),
        dtype=dict.fromkeys(words, str),
        keep_default_na=False,
        na_values=dict.fromkeys(there, ""),
    )
    frame.insert(0, "instrument", str(INSTRUMENT["instrument"]))
    return frame


def survey(**facts: Any) -> Survey:
    """The invented survey, with other facts where they are given."""
    frames = (QUESTIONS, ITEMS, OPTIONS, TALLIES, NUMBERS, PAIRS, PARTICIPATION)
    (made,) = split_surveys(pd.DataFrame([INSTRUMENT | facts]), *map(read, frames))
    return made
