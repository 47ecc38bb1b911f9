"""Every step, those of the books in other languages among them."""

from __future__ import annotations

from dataclasses import replace

from printed import write_book
from spanish import entry, write_catalogue

from quire.core.project import Project
from quire.overview import list_states
from quire.pipeline.driver import look


def test_each_language_has_its_book_and_prints_it_once_it_is_there(
    study: Project,
) -> None:
    write_catalogue(study, entry("Contents", "Índice"))
    write_book(study)
    states = dict(list_states(study, look(study)))
    assert states["book in es"][0] == "never made"
    write_book(replace(study, language="es"))
    states = dict(list_states(study, look(study)))
    assert states["book in es"]
    assert states["print/smart-cities-study"] == ("never made", "waits for book")
    assert states["print/es/smart-cities-study"] == ("never made", "waits for book")
