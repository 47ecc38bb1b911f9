"""What a notebook shows in another language: for whoever runs it by hand, and for a try. Results of the study are in English.

from quire.showing.reading import read_in

read_in("es")
"""

from __future__ import annotations

import os
from functools import cache

from quire.core.errors import StudyError
from quire.core.project import SOURCE, Project
from quire.languages.catalogues import language_of
from quire.languages.drawn import drawing_languages, say_drawn
from quire.showing.outputs import output_folder
from quire.text.languages import Language, speak

VARIABLE = "STUDY_LANGUAGE"
"""Environment variable of a try that is to be read in another language."""


def read_in(language: str) -> None:
    """Show sentences, tables and drawings of all cells that are run from now on in a language.

    Parameters
    ----------
    language
        Its code, such as `es`; `en` is English again.

    Raises
    ------
    StudyError
        If there are no catalogues of it, or in a run of the study, whose results are in English.
    """
    is_run = output_folder() is not None
    if is_run and os.environ.get(VARIABLE) != language:
        repair = f"delete read_in({language!r}); for a try: study run -p language={language}"
        raise StudyError("a run shows everything in English", where="read_in", repair=repair)
    speak(None if language == SOURCE else _find(language, is_run))
    _draw_once()


def before_cell(_cell: object) -> None:
    """Read in the language of a try: each cell has a context of its own, in which a language is spoken."""
    read_in(os.environ[VARIABLE])


@cache
def _find(id: str, is_run: bool) -> Language | None:
    if is_run:  # it may read what runs are handed, and no catalogue
        return next(each for each in drawing_languages() if each.id == id)
    project = Project.of_notebook()
    return language_of(Project(project.root, language=id))


@cache
def _draw_once() -> None:
    say_drawn()
