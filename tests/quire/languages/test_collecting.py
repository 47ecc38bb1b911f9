"""All texts that need words are found, each with the file that it is written in."""

from __future__ import annotations

from conftest import edit, prose, write_notebook
from spanish import OWN

from quire.core.project import Project
from quire.languages.collecting import Entry, collect_messages, collect_pages
from quire.languages.filling import list_texts
from quire.text.languages import AND, TO

SENTENCES, PLACES, PRESS = (
    "code/sentences.py",
    "book/templates/places.html",
    "src/quire/text/languages.py",
)


def test_messages_are_those_of_code_templates_and_the_press(tiny: Project) -> None:
    found = [*collect_messages(tiny)]
    assert {*found} == {
        Entry("In {year}, {n} cities answered.", SENTENCES),
        Entry("{n} answer", SENTENCES, "{n} answers"),
        Entry("city", SENTENCES, "cities"),
        Entry("no cities", SENTENCES),
        Entry("item", SENTENCES, "items"),
        Entry("no items", SENTENCES),
        Entry("All places", PLACES),
        Entry("goose", PLACES, "geese"),
        Entry("no geese", PLACES),
        *(Entry(text, PRESS) for text in (AND, TO, "yes", "no", "not known")),
    }
    assert len(found) == len({*found})


def test_a_noun_has_the_plural_that_the_code_gives_wherever_it_stands(tiny: Project) -> None:
    """Counted by two places, of which one leaves the plural to be made with an s."""
    edit(tiny.root / SENTENCES, "counted(3", 'counted(2, "city")\ncounted(3')
    forms = {entry.many for entry in collect_messages(tiny) if entry.text == "city"}
    assert forms == {"cities"}


def test_pages_are_those_of_the_book_and_the_prose_of_notebooks(tiny: Project) -> None:
    (tiny.root / "docs").mkdir()
    (tiny.root / "docs" / "methodology.md").write_text("How it rains.\n", encoding="utf-8")
    (tiny.root / "docs" / "style.md").write_text("For authors.\n", encoding="utf-8")
    assert [*collect_pages(tiny)] == [
        Entry("# Towns", "book/index.md"),
        Entry("## What rains", "book/index.md"),
        Entry("Rain *falls*.", "book/index.md"),
        Entry("How it rains.", "docs/methodology.md"),
        Entry("# Of a notebook", "notebooks/edition/10_rain.ipynb"),
        Entry("Its prose.", "notebooks/edition/10_rain.ipynb"),
    ]


def test_trials_need_no_words(tiny: Project) -> None:
    before = [*collect_pages(tiny)]
    assert before
    write_notebook(tiny.notebooks / "scratch" / "10_trial.ipynb", [prose("A trial.")])
    assert [*collect_pages(tiny)] == before


def test_the_studys_own_catalogues_stand_beside_those_of_the_press(tiny: Project) -> None:
    texts = list_texts(tiny, OWN)
    assert {*texts} == {"messages", "pages", "labels"}
    assert texts["labels"] == OWN["labels"]
    assert Entry("# Towns", "book/index.md") in texts["pages"]
    assert Entry("All places", PLACES) in texts["messages"]
