"""An invented questionnaire with a question of every kind."""

from __future__ import annotations

from pathlib import Path

SURVEY = """\
type,name,label::English (en),label::Español (es),required,relevant,constraint,appearance,study::area,study::unit,study::reason
start,start,,,,,,,,,
begin_group,who,Who answers,Quién responde,,,,,,,
text,city,City,Ciudad,yes,,,,,,It names the answer
text,respondent_email,E-mail,Correo,,,,,,,To ask back
select_one consent,consent,May we publish?,¿Podemos publicar?,yes,,,,,,It is the city's decision
end_group,,,,,,,,,,
select_one yesno,trains,Are there night trains?,¿Hay trenes nocturnos?,yes,,,,mobility,,The subject
begin_group,network,The network,La red,,${trains} = 'yes',,,mobility,,
integer,lines,Lines,Líneas,,,. >= 0 and . <= 900,,,lines,How many
integer,since,Since when?,¿Desde cuándo?,,,. >= 1990 and . <= 2026,,,,How long
decimal,full_pct,Share of seats taken,Asientos ocupados,,,. >= 0 and . <= 100,,,%,How full
decimal,cost,Cost a year,Coste al año,,${lines} > 3,. >= 0,,,million EUR,How dear
select_multiple uses,uses,Who travels?,¿Quién viaja?,,,count-selected(.) <= 2,,,,Who
text,uses_other,Who else?,¿Quién más?,,"selected(${uses}, 'other')",,,,,Who else
rank use,order,Put them in order,Ordene,,,,,,,What first
date,opened,Opened on,Inaugurado el,,,,,,,When
file,plan,The plan,El plan,,,,,,,To read it
end_group,,,,,,,,,,
begin_group,slows,What slows,Qué frena,,,,table-list,,,What slows
select_one agree,slow_money,Money,Dinero,,,,,,,
select_one agree,slow_skills,Skills,Capacidades,,,,,,,
end_group,,,,,,,,,,
begin_repeat,practice,A case,Un caso,,,,,,,
text,p_title,Title,Título,yes,,,,,,To name it
end_repeat,,,,,,,,,,
note,thanks,Thank you,Gracias,,,,,,,
"""
CHOICES = """\
list_name,name,label::English (en),label::Español (es)
yesno,yes,Yes,Sí
yesno,no,No,No
yesno,dk,Do not know,No sabe
consent,named,With the name,Con el nombre
consent,totals,In totals only,Solo en totales
consent,no,No,No
uses,residents,Residents,Residentes
uses,visitors,Visitors,Visitantes
uses,other,Others,Otros
uses,none,Nobody,Nadie
use,work,Work,Trabajo
use,leisure,Leisure,Ocio
use,school,School,Escuela
agree,1,1 - not at all,1 - nada
agree,2,2,2
agree,3,3 - very much,3 - mucho
agree,na,Does not apply,No procede
"""
SETTINGS = """\
form_title,form_id,version,default_language
Trains,trains,1,English (en)
"""


def write_folder(
    folder: Path, survey: str = SURVEY, choices: str = CHOICES, settings: str = SETTINGS
) -> Path:
    """The questionnaire as three files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {"survey": survey, "choices": choices, "settings": settings}.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder
