"""Every step, those of the books in other languages among them."""

from __future__ import annotations

from dataclasses import replace

from printed import write_book
from spanish import entry, write_catalogue

from quire.core.project import Project
from quire.overview import list_states
from quire.pipeline.driver import look


def test_the_book_and_the_print_of_a_language_are_steps_once_its_book_is_there(
    study: Project,
) -> None:
    write_catalogue(study, entry("Contents", "Índice"))
    write_book(study)
    states = dict(list_states(study, look(study)))
    assert not [name for name in states if name.startswith(("book in", "print/es"))]
    write_book(replace(study, language="es"))
    states = dict(list_states(study, look(study)))
    assert states["book in es"]
    assert states["print/smart-cities-study"] == ("never made", "waits for book")
    assert states["print/es/smart-cities-study"] == ("never made", "waits for book")
