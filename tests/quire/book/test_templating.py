"""Templates: nothing from data becomes mark-up, in whichever kind of text it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import jinja2
import pytest
from conftest import ROOT
from markupsafe import Markup
from scripts import DRAWN_ONLY, NAMES, UNKNOWN

from quire.book.templating import PRESS, Later, Templates
from quire.core.errors import StudyError
from quire.text.sides import APART, TOGETHER

SPITE = "<b> & `x` {{ y }}"
IN_MYST = r"\<b\> \& \`x\` \{\{ y \}\}"
IN_HTML = "&lt;b&gt; &amp; `x` {{ y }}"


def write(folder: Path, **texts: str) -> Templates:
    for name, text in texts.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return Templates(folder)


@pytest.mark.parametrize(
    "text",
    [
        "{{ x }}",
        "{% trans x %}{{ x }}{% endtrans %}",
        "{% trans n=2, x=x %}one {{ x }}{% pluralize n %}{{ x }}{% endtrans %}",
        "{{ [x] | join(', ') }}",
        "{{ [x] | listed }}",
        "{{ _('%(y)s', y=x) }}",
        "{% macro m(y) %}{{ y }}{% endmacro %}{{ m(x) }}",
        "{% set y %}{{ x }}{% endset %}{{ y }}",
    ],
)
def test_every_way_of_writing_a_value_escapes_it_as_the_ending_of_the_template_asks(
    tmp_path: Path, text: str
) -> None:
    templates = write(tmp_path, a_md=text, a_html=text)
    assert templates.render("a.md", x=SPITE) == IN_MYST
    assert templates.render("a.html", x=SPITE) == IN_HTML


@pytest.mark.parametrize("name", [*NAMES.values(), *DRAWN_ONLY.values(), *UNKNOWN.values()])
def test_names_in_any_script_stand_on_a_page_as_they_are_written(tmp_path: Path, name: str) -> None:
    templates = write(tmp_path, a_md="{{ x }}", a_html="{{ x }}")
    from_the_right = name in {NAMES[script] for script in ("Arabic", "Urdu", "Hebrew")} | {
        UNKNOWN["Thaana"]
    }
    expected = f"{APART}{name}{TOGETHER}" if from_the_right else name
    assert templates.render("a.md", x=name) == templates.render("a.html", x=name) == expected


def test_a_page_takes_in_html_that_is_escaped_as_html_and_what_is_prepared_stays(
    tmp_path: Path,
) -> None:
    parts = {
        "a_md": "{{ x }} {% include 'b.html' %} {{ z }}",
        "b_html": '<i title="{{ x }}">{{ z }}</i>',
    }
    made = write(tmp_path, **parts).render("a.md", x=SPITE, z=Markup("<hr>"))
    assert made == f'{IN_MYST} <i title="{IN_HTML}"><hr></i> <hr>'


def test_a_study_puts_a_template_in_place_of_the_presss(tmp_path: Path) -> None:
    name = next(PRESS.iterdir()).name
    (tmp_path / name).write_text("mine", encoding="utf-8")
    assert Templates(tmp_path).render(name) == "mine"


def test_a_page_is_a_record_and_has_no_gaps(tmp_path: Path) -> None:
    @dataclass(frozen=True)
    class Record:
        template: ClassVar[str] = "a.md"
        x: str

    templates = write(tmp_path, a_md="\n# {{ x }}\n{% if 0 %}\n{% endif %}\n\n\nEnd\n\n")
    assert templates.page(Record("1")) == b"# 1\n\nEnd\n"


def test_a_value_that_there_is_not_is_named_with_template_and_line(tmp_path: Path) -> None:
    templates = write(tmp_path, a_md="one\n{{ verison }}")
    with pytest.raises(StudyError, match=r"a\.md:2: .*'verison'[\s\S]*did you mean 'version'"):
        templates.render("a.md", version=1)
    with pytest.raises(StudyError, match=r"^book/cite\.md:2: .*'verison'"):
        templates.fill("one\n{{ verison }}", "book/cite.md", version=1)
    with pytest.raises(StudyError, match=r"^book/cite\.md:1: "):
        templates.fill("{% if %}", "book/cite.md")


TEMPLATES = sorted([*(ROOT / "book/templates").iterdir(), *PRESS.iterdir()])


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_goes_around_the_escaping(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = jinja2.Environment(extensions=["jinja2.ext.i18n"]).parse(text)
    assert not list(tree.find_all(jinja2.nodes.Concat)), "~ escapes for HTML alone"
    used = {each.name for each in tree.find_all(jinja2.nodes.Filter)}
    assert not used & {"safe", "escape", "e", "format", "replace"}
    if path.suffix != ".html":
        assert not re.findall(r"<[a-z][^>\n]*\{\{", text), "HTML with values stands in a .html"


class TestLater:
    def test_a_value_is_worked_out_once_and_only_where_it_is_asked_for(self) -> None:
        asked: list[str] = []

        def later(name: str) -> Later:
            return Later(lambda: asked.append(name) or f"<{name}>")  # type: ignore[func-returns-value]

        values = {"rain": later("rain"), "snow": later("snow")}
        made = Templates().fill("{{ rain }} {% if rain %}{{ rain }}{% endif %}", "a.md", **values)
        assert made == b"\\<rain\\> \\<rain\\>\n"
        assert asked == ["rain"]

    def test_a_template_that_is_included_sees_it(self, tmp_path: Path) -> None:
        (tmp_path / "part.md").write_text("{% for one in rain %}{{ one }};{% endfor %}")
        values = {"rain": Later(lambda: [1, 2]), "snow": Later(lambda: 1 / 0)}
        made = Templates(tmp_path).fill('{% include "part.md" %}', "a.md", **values)
        assert made == b"1;2;\n"
