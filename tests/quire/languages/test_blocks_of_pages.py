"""Pages taken apart into blocks, and said block by block."""

from __future__ import annotations

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st

from quire.languages.blocks import list_blocks, say_blocks
from quire.text.languages import Language

PAGE = """(towns)=
# Towns

A lead
of two lines.

## What rains

```bash
make rain

study run
```

:::{note}
Words of a note.
:::

```{figure} a.png
:alt: A picture.
```

{% if rain %}

{{ rain }}

- One thing
- Another thing

<div class="x"></div>

---

~~~python
hidden = 1
~~~

| a town | rain |
|---|---|
| {{ a }} | {{ b }} |

{% endif %}
The end.
"""
BLOCKS = [
    "(towns)=\n# Towns",
    "A lead\nof two lines.",
    "## What rains",
    ":::{note}\nWords of a note.\n:::",
    "```{figure} a.png\n:alt: A picture.\n```",
    "- One thing\n- Another thing",
    "| a town | rain |\n|---|---|\n| {{ a }} | {{ b }} |",
    "{% endif %}\nThe end.",
]


def make_id(heading: str) -> str:
    """The address that docutils makes of a heading, and so the English book."""
    return str(nodes.make_id(heading))  # type: ignore[no-untyped-call]


def test_a_block_is_what_stands_between_empty_lines_and_has_words() -> None:
    assert [*list_blocks(PAGE)] == BLOCKS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "{% for a in b %}",
        "{# a remark\nfor authors #}",
        "(a-label)=",
        '<span id="some-name"></span>',
        "&nbsp;",
        "- 1\n- 2",
        "```bash\nmake all\n```",
        "```bash\nmake all\n\nmake more",
    ],
)
def test_what_has_no_words_for_readers_is_no_block(text: str) -> None:
    assert [*list_blocks(text)] == []


def test_a_page_is_said_block_by_block_and_all_between_stays() -> None:
    language = Language(
        "es",
        {
            "A lead\nof two lines.": "Una entrada.",
            "## What rains": "## Qué llueve",
            "- One thing\n- Another thing": "- Una cosa\n- Otra",
            "{% endif %}\nThe end.": "{% endif %}\nFin.",
            # code stays as it is, whatever a catalogue has for its words
            "make rain": "hacer lluvia",
            "study run": "correr",
        },
    )
    expected = PAGE
    for old, new in (
        ("A lead\nof two lines.", "Una entrada."),
        ("## What rains", '<span id="what-rains"></span>\n\n## Qué llueve'),
        ("- One thing\n- Another thing", "- Una cosa\n- Otra"),
        ("The end.", "Fin."),
    ):
        expected = expected.replace(old, new)
    assert say_blocks(PAGE, language) == expected


def test_what_has_no_words_is_told_and_nothing_else() -> None:
    language = Language("es", {"## What rains": "## Qué llueve"})
    say_blocks(PAGE, language)
    assert language.unknown == {*BLOCKS} - {"## What rains"}


PIECES = st.sampled_from(
    [
        "",
        "words",
        "## Head",
        "```",
        "```bash",
        "~~~",
        "````{note}",
        ":::",
        "{{ a }}",
        "{% if %}",
        "(a)=",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=20).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\n\n"]).map(lambda end: end.join(lines))
)


@given(TEXTS)
def test_a_language_without_words_gives_the_page_back(text: str) -> None:
    assert say_blocks(text, Language("es", {})) == text


@given(TEXTS)
def test_every_block_stands_in_the_page_in_order(text: str) -> None:
    at = 0
    for block in list_blocks(text):
        at = text.find(block, at)
        assert at >= 0
        at += len(block)
    assert at <= len(text)


@pytest.mark.parametrize(
    ("heading", "address"),
    [
        ("## What rains", "what-rains"),
        ("### Towns, old and new", "towns-old-and-new"),
        ("#### Year-on-year change", "year-on-year-change"),
        ("## Rain in 2019", "rain-in-2019"),
    ],
)
def test_a_heading_keeps_the_address_that_it_has_in_english(heading: str, address: str) -> None:
    language = Language("es", {heading: "## Otra cosa"})
    assert say_blocks(f"{heading}\n", language) == f'<span id="{address}"></span>\n\n## Otra cosa\n'
    # as docutils makes it, where an English page has no address of its own for it
    assert make_id(heading.lstrip("# ")) == address


def test_the_title_of_a_page_needs_no_address() -> None:
    assert say_blocks("# Towns", Language("es", {"# Towns": "# Villas"})) == "# Villas"


@pytest.mark.parametrize(
    "heading",
    ["Do cities come closer?", "1. Framework", "Rain (2019)", "An edition's own report"],
)
def test_a_heading_with_other_signs_keeps_its_address_too(heading: str) -> None:
    told = say_blocks(f"## {heading}", Language("es", {f"## {heading}": "## Otra cosa"}))
    assert told == f'<span id="{make_id(heading)}"></span>\n\n## Otra cosa'


def test_a_heading_right_below_a_line_of_a_template_keeps_its_address() -> None:
    """So `Your question` and `What the study is` on the first page of the real book."""
    block = "{% if ways %}\n## Your question"
    told = say_blocks(block, Language("es", {block: "{% if ways %}\n## Su pregunta"}))
    assert told == '{% if ways %}\n<span id="your-question"></span>\n\n## Su pregunta'


def test_code_ends_where_its_own_fence_is() -> None:
    text = "````markdown\n```bash\nmake\n```\nstill code\n````\n\nWords."
    assert [*list_blocks(text)] == ["Words."]


def test_what_a_heading_was_said_as_is_known_as_spanish() -> None:
    language = Language("es", {"## What rains": "## Qué llueve"})
    say_blocks("## What rains", language)
    assert language.say("Qué llueve") == "Qué llueve"
    assert language.unknown == set()


def test_a_heading_with_a_label_has_its_mark_above_the_label() -> None:
    words = {"(rain)=\n## What rains": "(rain)=\n## Qué llueve"}
    told = say_blocks("(rain)=\n## What rains", Language("es", words))
    assert told == '<span id="what-rains"></span>\n\n(rain)=\n## Qué llueve'


def test_a_heading_with_values_has_no_mark_before_they_are_filled_in() -> None:
    language = Language("es", {"## Rain in {{ year }}": "## Lluvia en {{ year }}"})
    assert say_blocks("## Rain in {{ year }}", language) == "## Lluvia en {{ year }}"


def test_terms_of_a_glossary_keep_their_address_and_nothing_else_is_taken_for_one() -> None:
    text = "```{glossary}\ntown\n  Houses.\n\npanel\n  Towns.\n```\n\n- One\n  line\n"
    words = {
        "```{glossary}\ntown\n  Houses.": "```{glossary}\nvilla\n  Casas.",
        "panel\n  Towns.\n```": "panel\n  Villas.\n```",
        "- One\n  line": "- Una\n  línea",
    }
    assert say_blocks(text, Language("es", words)) == (
        '```{glossary}\nvilla\n  <span id="term-town"></span>Casas.\n\n'
        "panel\n  Villas.\n```\n\n- Una\n  línea\n"
    )


def test_a_heading_with_the_same_address_in_both_languages_needs_no_second_one() -> None:
    assert say_blocks("## Panel", Language("es", {"## Panel": "## Panel"})) == "## Panel"
