"""Headings and terms of a page in another language: their addresses are the English ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docutils.nodes
import docutils.utils
import pytest
from spanish import spanish

from quire.book.addressing import give_addresses
from quire.book.templating import Templates
from quire.text.languages import speaking
from quire.text.messages import _

nodes: Any = docutils.nodes
utils: Any = docutils.utils


def mark(id: str, *more: Any) -> Any:
    """A mark as MyST reads it."""
    tags = (nodes.raw("", tag, format="html") for tag in (f'<span id="{id}">', "</span>"))
    return nodes.paragraph("", "", *tags, *more)


def section(words: str, *inside: Any) -> Any:
    return nodes.section("", nodes.title("", words), *inside, ids=[nodes.make_id(words)])


def page(*parts: Any) -> Any:
    document = utils.new_document("page")
    document += parts
    for each in document.findall(nodes.section):
        document.ids[each["ids"][0]] = each
    give_addresses(document)
    return document


def test_a_heading_has_the_address_of_its_mark_first_and_its_own_behind() -> None:
    rain, snow = section("Lluvia", mark("snow")), section("Nieve")
    document = page(mark("rain"), nodes.target(refid="r"), rain, snow)
    assert [each["ids"] for each in document.findall(nodes.section)] == [
        ["rain", "lluvia"],
        ["snow", "nieve"],
    ]
    assert [*document.findall(nodes.paragraph)] == []


def test_an_address_that_something_else_has_is_given_to_nothing() -> None:
    document = page(mark("rain"), section("Lluvia"), mark("rain"), section("Lluvias"))
    assert [each["ids"] for each in document.findall(nodes.section)] == [
        ["rain", "lluvia"],
        ["lluvias"],
    ]


def test_a_mark_before_anything_else_stays() -> None:
    document = page(mark("figure-rain"), nodes.paragraph("", "Words."), section("Lluvia"))
    assert len([*document.findall(nodes.paragraph)]) == 2
    assert document.children[-1]["ids"] == ["lluvia"]


def test_a_term_has_the_address_of_the_mark_in_its_definition() -> None:
    said = nodes.definition("", mark("term-rain", nodes.Text("Agua.")))
    item = nodes.definition_list_item("", nodes.term("", "lluvia", ids=["term-lluvia"]), said)
    page(nodes.definition_list("", item))
    assert item.children[0]["ids"] == ["term-rain", "term-lluvia"]
    assert said.astext() == "Agua."


@pytest.fixture
def templates(tmp_path: Path) -> Templates:
    (tmp_path / "part.md").write_text(
        '# {{ _("Rain") }}\n\n(x)=\n## {{ _("Rain") }}\n\n### {{ words }}\n\n## {{ n }}\n## Plain\n'
    )
    return Templates(tmp_path)


def test_a_heading_of_a_template_has_its_english_address(templates: Templates) -> None:
    values = {"words": _("{what} again", what="Rain"), "n": 12345}
    assert templates.render("part.md", **values) == (
        "# Rain\n\n(x)=\n## Rain\n\n### Rain again\n\n## 12345\n## Plain"
    )
    with speaking(spanish({"Rain": "Lluvia", "{what} again": "Otra vez {what}"})):
        assert templates.render("part.md", **values) == (
            '# Lluvia\n\n<span id="rain"></span>\n\n(x)=\n## Lluvia\n\n'
            '<span id="rain-again"></span>\n\n### Otra vez Lluvia\n\n## 12345\n## Plain'
        )
