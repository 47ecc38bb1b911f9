"""A book in another language: its notebooks' prose, and the outputs of runs, said in it as they are put together.

Runs are made once, in the language of the source. What their texts were made of lies beside them (`quire.showing.outputs.MESSAGES`),
drawings in each language as well; all else is said here. Whoever makes pages says their words by templates and escapes, as in any language.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from quire.book.figure_lines import MYST
from quire.core.project import Project
from quire.languages.blocks import say_blocks
from quire.showing.figures import figure_myst, source_myst
from quire.showing.outputs import read_made, shown_as
from quire.text.addresses import mark_headings
from quire.text.languages import Language, said, speaking, spoken
from quire.text.markup import escape_myst
from quire.text.messages import remember

if TYPE_CHECKING:
    from quire.pipeline.notebooks import Notebook
    from quire.pipeline.plan import Plan

TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
TOLD = re.compile(r'(?<=\s)(title|alt|aria-label|data-name)="([^"]+)"')
HEAD = re.compile(r"(--head-\d+: &#34;)(.*?)(: &#34;)")


def say_plan(project: Project, plan: Plan) -> Plan:
    """A plan whose notebooks say their prose in the language that is spoken; what the texts of runs were made of is remembered."""
    language = spoken()
    if language is None:
        return plan
    for run in plan.runs:
        remember(read_made(run.folder(project)))
    told = {one.where: _say_notebook(one, language) for one in plan.notebooks}
    runs = (
        replace(run, notebook=told[run.notebook.where], title=said(run.title) if run.title else "")
        for run in plan.runs
    )
    return replace(plan, runs=tuple(runs))


def _say_notebook(notebook: Notebook, language: Language) -> Notebook:
    cells = [
        {**cell, "source": say_blocks("".join(cell["source"]), language)}
        if cell["cell_type"] == "markdown"
        else cell
        for cell in notebook.data["cells"]
    ]
    return replace(notebook, data={**notebook.data, "cells": cells})


def say_output(output: dict[str, Any]) -> dict[str, Any]:
    """An output of a run in the language that is spoken; sentences with values are said where they are joined with their origins."""
    language, what = spoken(), shown_as(output)
    if language is None or "data" not in output or "values" in what:
        return output
    text = "".join(output["data"].get(MYST, ""))
    if "heading" in what:
        plain = "".join(output["data"]["text/plain"])
        level = "#" * what["heading"]
        text = mark_headings(f"{level} {escape_myst(plain)}", f"{level} {plain}")
    elif "figure" in what:
        dots: Mapping[str, str] = what["dots"]
        parts = (what[name] for name in ("figure", "title", "subtitle", "caption", "alt", "source"))
        text = figure_myst(*parts) + dots.get(language.id, dots[""])
    elif "table" in what:
        with speaking(None):
            source = source_myst(what["table"], what["source"])
        before, _, after = text.rpartition(source)
        text = say_html(before) + source_myst(what["table"], what["source"]) + say_html(after)
    return {**output, "data": {**output["data"], MYST: text}}


def say_html(markup: str) -> str:
    """HTML with its texts in the language that is spoken, and those of its attributes that are read out or shown.

    >>> say_html('<td title="A &amp; B">C</td>')
    '<td title="A &amp; B">C</td>'
    """
    made = TOLD.sub(lambda told: f'{told[1]}="{_say(told[2])}"', markup)
    made = HEAD.sub(lambda head: f"{head[1]}{_say(head[2])}{head[3]}", made)
    return TEXT.sub(lambda text: _say(text[0]), made)


def _say(text: str) -> str:
    plain = html.unescape(text)
    words = plain.strip()
    if not words:
        return text
    told = said(words)
    return text if told == words else html.escape(plain.replace(words, told), quote=True)
