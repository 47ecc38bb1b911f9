"""Success cases that cities handed in, as draft files of good practices for a person to review.

What a practice file may hold is in `studylib.data.practices`. A draft lies in the private folder and becomes a practice when a person has
completed it and moved it to `data/raw/practices`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from quire.core.project import Project, digest
from quire.text.words import listed, sort_key
from studylib.data.editions import Edition
from studylib.data.personal import list_kinds
from studylib.data.practices import FOLDER
from studylib.intake.standing import Outcome
from studylib.intake.submissions import Submission, Value
from studylib.questionnaire.model import Questionnaire

PARTS = {
    "title": ("title", "name"),
    "summary": ("summary", "short"),
    "areas": ("areas", "area"),
    "levers": ("levers", "lever"),
    "year": ("year", "start", "since"),
    "done": ("done", "what", "description"),
    "result": ("result", "results", "outcome"),
    "needs": ("needs", "need", "advice", "conditions"),
    "sdgs": ("sdgs", "sdg"),
    "link": ("link", "address", "url", "web"),
}
"""The parts of a case, by the last word of the name of its question."""
HEAD = """\
# Handed in by the city for {edition}, and checked by nobody yet: made from its answer, {key}.
# Read it, ask the city where something is not clear, fill in what is empty, and write down what was doubtful.
# Then move it to data/raw/practices/ and run: study check
#   levers: rows of data/raw/framework/levers.csv; status: running, changed, ended or unknown
#   title: the city, a colon, and the name that the practice is known by
#   result: the main result and its doubt in one line each, no more than the results that it sums up say
#   needs: what another city would need for it; a need without sources is the study team's own reading
"""
KEY = re.compile(r"made from its answer, ([0-9a-f]{12})\.")
ADDRESS = re.compile(r"https?://[^\s<>\"']+")


def draft_practices(
    project: Project,
    edition: Edition,
    questionnaire: Questionnaire,
    cities: pd.DataFrame,
    outcome: Outcome,
) -> dict[str, bytes]:
    """A draft for each case of each city that stands with its name, by its path in the private folder.

    A draft that a person has changed stays as it is; one that has become a practice is not made again.
    """
    rows = cities.set_index("participant").to_dict("index")
    folder = project.incoming / edition.id / FOLDER
    drafts: dict[str, bytes] = {}
    for participant, submission in outcome.standing.items():
        if outcome.consents.get(participant) != "named" or not submission.finished:
            continue
        for number, case in enumerate(_cases(submission, questionnaire), start=1):
            id_ = f"{name_drafts(participant, edition.id)}{number}"
            if (project.raw / FOLDER / f"{id_}.yml").exists():
                continue
            path = folder / f"{id_}.yml"
            data = _write(id_, case, rows[participant], edition, submission.sent_on)
            edited = path.is_file() and _is_edited(path.read_bytes())
            drafts[f"{FOLDER}/{path.name}"] = path.read_bytes() if edited else data
    return drafts


def name_drafts(participant: str, edition: str) -> str:
    """How the ids of all drafts of a city begin.

    >>> name_drafts("new_alpha", "2027")
    'new-alpha-2027-'
    """
    return f"{participant.replace('_', '-')}-{edition}-"


def list_withdrawn(folder: Path, files: Collection[str]) -> list[str]:
    """Drafts in the private folder that stand for no case any more, as the city answered anew or allows less; by their paths in it."""
    return sorted(
        name
        for path in (folder / FOLDER).glob("*.yml")
        if (name := path.relative_to(folder).as_posix()) not in files
        and KEY.search(path.read_text(encoding="utf-8", errors="replace"))
    )


def _cases(submission: Submission, questionnaire: Questionnaire) -> Iterable[dict[str, Value]]:
    """The repetitions that have a title and say what was done, by the parts of a practice."""
    for repeat in sorted(submission.repeats):
        parts = {
            part: question.name
            for part, ends in PARTS.items()
            for question in questionnaire.questions
            if question.repeat == repeat
            and not question.personal
            and question.name.rpartition("_")[2] in ends
        }
        for row in submission.repeats[repeat]:
            case = {part: row[name] for part, name in parts.items() if row.get(name)}
            if "title" in case and "done" in case:
                yield case


def _write(
    id_: str, case: Mapping[str, Value], city: Mapping[Hashable, str], edition: Edition, day: str
) -> bytes:
    """The file of a draft."""
    link = ADDRESS.search(str(case.get("link", "")))
    year = str(case.get("year", ""))
    done, result, needs = (_text(case.get(part, "")) for part in ("done", "result", "needs"))
    statement = {"sources": ["city"]}
    data: dict[str, Any] = {
        "id": id_,
        "title": f"{city['city']}: {_text(case['title'])}",
        "city": city["city"],
        "country": city["country_code"],
        "handed_in": edition.id,
        "areas": list(_words(case.get("areas", ()))),
        "levers": list(_words(case.get("levers", ()))),
        "start_year": int(year) if year.isdecimal() else None,
        "status": "unknown",
        "summary": _text(case.get("summary", "")),
        "result": {
            "text": result,
            "doubt": "The city's own account.",
            "sums_up": [1],
            "evidence": "accounts",
        },
        "done": [{"text": done, **statement}],
        "results": [{"text": result, **statement, "doubt": "The city's own account."}]
        if result
        else [],
        "needs": [{"text": needs, **statement}] if needs else [],
        "sdgs": sorted(int(word) for word in _words(case.get("sdgs", ())) if word.isdecimal()),
        "sources": {
            "city": {
                "title": f"Answer to the questionnaire of the {edition.title}",
                "publisher": f"City of {city['city']}",
                "address": link[0].rstrip(".,;)") if link else None,
                "read": day,
            }
        },
    }
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100)
    text = re.sub(r"^(    read: )'(.*)'$", r"\1\2", text, flags=re.MULTILINE)
    return (HEAD.format(edition=edition.id, key=digest(text.encode())[:12]) + text).encode()


def _is_edited(data: bytes) -> bool:
    """Whether a person has changed a draft since it was made."""
    text = data.decode("utf-8", errors="replace")
    key = KEY.search(text)
    body = "\n".join(line for line in text.split("\n") if not line.startswith("#"))
    return key is None or digest(body.encode())[:12] != key[1]


def _text(value: Value) -> str:
    """Words on one line, without marks that a program put before them; where they tell of a person, only that they do."""
    text = " ".join((value if isinstance(value, str) else " ".join(value)).split())
    kinds = list_kinds(text)
    if kinds:
        return f"[Held back: it holds {listed(kinds)}. Look at the answer, and write it without.]"
    return text.lstrip("'=")


def _words(value: Value) -> Iterable[str]:
    return sorted(value.split() if isinstance(value, str) else value, key=sort_key)
