"""Catalogues are filled without a word being lost, and held against the texts that there are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import edit
from spanish import CODE, OWN, entry, write_catalogue
from test_cli import study_command

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.languages.catalogues import list_languages, read_catalogue, read_translation
from quire.languages.collecting import Entry
from quire.languages.filling import fill_language, find_lacks

MESSAGES = "locale/es/messages.po"
ANSWERED, NEW = "In {year}, {n} cities answered.", "In {year}, {n} cities have answered."


def files(project: Project) -> dict[str, bytes]:
    """All files of a project that is about catalogues."""
    paths = sorted(path for path in project.root.rglob("*") if path.is_file())
    return {project.relative(path): path.read_bytes() for path in paths}


def fill(project: Project, id: str = "es") -> dict[str, tuple[int, int]]:
    return fill_language(project, id, OWN)


def faults(project: Project) -> dict[str, str]:
    """What is wrong with each text."""
    return {one.column: one.what for one in find_lacks(project, "es", OWN)}


def put(project: Project, text: str, words: str, name: str = "messages") -> None:
    """Write words into an empty entry, as a translator does."""
    path = project.root / "locale" / "es" / f"{name}.po"
    edit(path, f'msgid "{text}"\nmsgstr ""', f'msgid "{text}"\nmsgstr "{words}"')


def test_a_language_begins_with_all_texts_and_no_words(tiny: Project) -> None:
    assert fill(tiny) == {"messages": (14, 14), "pages": (5, 5), "labels": (1, 1)}
    assert list_languages(tiny) == ["es"]
    text = (tiny.root / MESSAGES).read_text(encoding="utf-8")
    assert "# Reviewed: no\n" in text
    assert '"Plural-Forms: nplurals=2;' in text
    noun = 'msgid "goose"\nmsgid_plural "geese"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    assert f"#. book/templates/places.html\n{noun}" in text
    assert "fuzzy" not in text
    assert dict(read_translation(tiny, "es").language.words) == {}
    assert read_translation(tiny, "es").unreviewed == ["labels", "messages", "pages"]


def test_each_language_has_the_forms_of_its_own(tiny: Project) -> None:
    fill(tiny, "pl")
    text = (tiny.root / "locale/pl/messages.po").read_text(encoding="utf-8")
    assert 'msgid_plural "geese"\nmsgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\n' in text


def test_filling_twice_changes_nothing(tiny: Project) -> None:
    fill(tiny)
    put(tiny, ANSWERED, "En {year} respondieron {n} ciudades.")
    put(tiny, "# Towns", "# Villas «y más»", "pages")
    before = files(tiny)
    assert len(before) > 8
    assert fill(tiny) == {"messages": (14, 13), "pages": (5, 4), "labels": (1, 1)}
    assert files(tiny) == before


def test_words_remarks_and_sign_off_of_people_are_kept(tiny: Project) -> None:
    fill(tiny)
    put(tiny, "no", "no")
    edit(tiny.root / MESSAGES, "# Reviewed: no", "# Reviewed: yes\n# Ana has read it.")
    edit(
        tiny.root / MESSAGES, '#. src/quire/text/languages.py\nmsgid "no"', '# so it is\nmsgid "no"'
    )
    edit(tiny.root / "code/sentences.py", "counted(3", '_("A new text")\ncounted(3')
    assert fill(tiny)["messages"] == (15, 14)
    text = (tiny.root / MESSAGES).read_text(encoding="utf-8")
    assert "# Reviewed: yes\n# Ana has read it.\n" in text
    assert '# so it is\n#. src/quire/text/languages.py\nmsgid "no"\nmsgstr "no"\n' in text


def test_a_text_that_is_new_comes_in_empty(tiny: Project) -> None:
    fill(tiny)
    edit(tiny.root / "code/sentences.py", "counted(3", '_("Quite another thing")\ncounted(3')
    fill(tiny)
    assert 'msgid "Quite another thing"\nmsgstr ""\n' in (tiny.root / MESSAGES).read_text("utf-8")
    assert faults(tiny)["Quite another thing"] == "has no words"


def changed(project: Project) -> None:
    """A catalogue with words of a text whose English was changed since."""
    fill(project)
    put(project, ANSWERED, "En {year} respondieron {n} ciudades.")
    assert ANSWERED not in faults(project)
    edit(project.root / "code/sentences.py", ANSWERED, NEW)


def test_a_text_whose_english_changed_keeps_its_words_as_fuzzy_and_is_reported(
    tiny: Project,
) -> None:
    changed(tiny)
    assert faults(tiny)[NEW] == "has no words"
    fill(tiny)
    text = (tiny.root / MESSAGES).read_text(encoding="utf-8")
    fuzzy = f'msgid "{NEW}"\nmsgstr "En {{year}} respondieron {{n}} ciudades."\n'
    assert f'#, fuzzy, python-brace-format\n#| msgid "{ANSWERED}"\n{fuzzy}' in text
    assert faults(tiny)[NEW] == "has old words, as its English changed"
    assert ANSWERED not in faults(tiny)
    # a book does not use them
    assert read_translation(tiny, "es").language.say(NEW) == NEW
    edit(tiny.root / MESSAGES, "#, fuzzy, ", "#, ")
    assert NEW not in faults(tiny)


def test_old_words_stay_fuzzy_when_it_is_filled_again(tiny: Project) -> None:
    changed(tiny)
    fill(tiny)
    before = read_catalogue(tiny, tiny.root / MESSAGES)[NEW]
    fill(tiny)
    after = read_catalogue(tiny, tiny.root / MESSAGES)[NEW]
    assert (after.fuzzy, after.string) == (before.fuzzy, before.string)
    assert after.fuzzy


def test_the_english_of_before_stays_until_somebody_has_looked(tiny: Project) -> None:
    changed(tiny)
    fill(tiny)
    fill(tiny)
    assert f'#| msgid "{ANSWERED}"' in (tiny.root / MESSAGES).read_text(encoding="utf-8")


def test_words_of_a_text_that_is_gone_are_kept_at_the_end(tiny: Project) -> None:
    fill(tiny)
    put(tiny, ANSWERED, "En {year} respondieron {n} ciudades.")
    source = tiny.root / "code/sentences.py"
    source.write_text('counted(3, "city", "cities")\n', encoding="utf-8")
    fill(tiny)
    gone = f'#~ msgid "{ANSWERED}"\n#~ msgstr "En {{year}} respondieron {{n}} ciudades."\n'
    for _again in range(2):
        live, _, end = (tiny.root / MESSAGES).read_text(encoding="utf-8").partition("\n#~ ")
        assert gone in f"#~ {end}"
        assert "\nmsgid" not in end
        assert ANSWERED not in live
        fill(tiny)
    assert ANSWERED not in faults(tiny)


def test_a_text_that_comes_back_has_its_words_again(tiny: Project) -> None:
    fill(tiny)
    put(tiny, ANSWERED, "En {year} respondieron {n} ciudades.")
    source = tiny.root / "code/sentences.py"
    source.write_text("", encoding="utf-8")
    fill(tiny)
    source.write_text(CODE, encoding="utf-8")
    fill(tiny)
    assert "En {year} respondieron {n} ciudades." in str(
        read_catalogue(tiny, tiny.root / MESSAGES)[ANSWERED].string
    )


def test_what_lacks_words_is_named_with_catalogue_text_and_place(tiny: Project) -> None:
    found = [*find_lacks(tiny, "es", {"labels": [Entry("x" * 90, "data/raw/a.csv")]})]
    assert len(found) == 20
    (goose,) = (str(one) for one in found if one.column == "goose")
    assert goose == (
        f"{MESSAGES} [goose] 'book/templates/places.html': has no words"
        " - study language es, then write them with Poedit or an editor"
    )
    (label,) = (one for one in found if one.file == "locale/es/labels.po")
    assert (label.column, label.value) == (f"{'x' * 77}...", "data/raw/a.csv")


def test_nothing_is_lacking_once_all_have_words(tiny: Project) -> None:
    own = {"labels": [Entry("Housing", "data/raw/a.csv"), Entry("town", "data/raw/a.csv", "towns")]}
    write_catalogue(
        tiny,
        entry("Housing", "Vivienda"),
        entry("town", ("villa", "villas"), "towns"),
        name="labels",
    )
    assert [one for one in find_lacks(tiny, "es", own) if "labels" in one.file] == []
    write_catalogue(
        tiny, entry("Housing", "Vivienda"), entry("town", ("villa", ""), "towns"), name="labels"
    )
    (lack,) = (one for one in find_lacks(tiny, "es", own) if "labels" in one.file)
    assert (lack.column, lack.what) == ("town", "has no words")


@pytest.mark.parametrize(
    ("text", "words", "others"),
    [
        ("{city} grew", "Creció {other}", "city, other"),
        ("{city} grew", "Creció", "city"),
        ("Growth", "Creció {city}", "city"),
        ("%(city)s grew", "Creció %(ciudad)s", "city, ciudad"),
        ("{city} grew", "Creció {city}", ""),
        ("{a} of {b:.1f}", "De {b:.1f}, {a}", ""),
        ("%(city)s grew", "Creció %(city)s", ""),
    ],
)
def test_placeholders_are_those_of_the_english_text(
    tiny: Project, text: str, words: str, others: str
) -> None:
    write_catalogue(tiny, entry(text, words), name="labels")
    own = {"labels": [Entry(text, "data/raw/a.csv")]}
    found = [one.what for one in find_lacks(tiny, "es", own) if one.column == text]
    assert found == ([f"other placeholders than in English: {others}"] if others else [])


def test_placeholders_of_all_forms_are_looked_at(tiny: Project) -> None:
    own = {"labels": [Entry("{n} town", "a.csv", "{n} towns in {land}")]}
    forms = ("{n} villa", "{n} villas en {land}")
    write_catalogue(tiny, entry("{n} town", forms, "{n} towns in {land}"), name="labels")
    assert [one for one in find_lacks(tiny, "es", own) if "labels" in one.file] == []
    forms = ("{n} villa", "{n} villas en {tierra}")
    write_catalogue(tiny, entry("{n} town", forms, "{n} towns in {land}"), name="labels")
    (fault,) = (one for one in find_lacks(tiny, "es", own) if "labels" in one.file)
    assert fault.what == "other placeholders than in English: land, tierra"


@pytest.mark.parametrize("id", ["../x", "en", "", "ES", "es/..", "zz", "spanish", "es-MX", "pt_XX"])
def test_what_is_no_language_is_refused_and_nothing_is_written(tiny: Project, id: str) -> None:
    before = files(tiny)
    with pytest.raises(StudyError) as error:
        fill(tiny, id)
    assert str(error.value) == f"{id!r} is no code of a language\n  repair: such as fr, pt_BR or eu"
    assert files(tiny) == before
    assert not (tiny.root.parent / "x").exists()


def test_if_one_catalogue_cannot_be_read_none_is_written(tiny: Project) -> None:
    fill(tiny)
    path = tiny.root / "locale/es/labels.po"
    path.write_text("broken\n", encoding="utf-8")
    edit(tiny.root / "code/sentences.py", ANSWERED, NEW)
    before = files(tiny)
    with pytest.raises(StudyError, match=r"locale/es/labels\.po"):
        fill(tiny)
    assert files(tiny) == before


Inside = Callable[[Project], None]
Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize("id", ["../x", "en"])
def test_the_command_refuses_what_is_no_language(
    tiny: Project, inside: Inside, capsys: Capture, id: str
) -> None:
    inside(tiny)
    before = files(tiny)
    assert study_command("language", id) == 1
    said = capsys.readouterr()
    assert f"{id!r} is no code of a language" in said.out + said.err
    assert "Traceback" not in said.out + said.err
    assert files(tiny) == before
    assert not (tiny.root / "x").exists()


def test_the_command_begins_a_language_and_says_what_lacks(
    tiny: Project, inside: Inside, capsys: Capture
) -> None:
    inside(tiny)
    assert study_command("check", "--languages") == 0
    assert capsys.readouterr().out == "no language but that of the source\n"
    assert study_command("language", "pt_BR") == 0
    assert capsys.readouterr().out.splitlines() == [
        "locale/pt_BR/messages.po: 14 texts, 14 without words",
        "locale/pt_BR/pages.po: 5 texts, 5 without words",
        "locale/pt_BR/labels.po: 0 texts, 0 without words",
        "locale/pt_BR/practices.po: 0 texts, 0 without words",
        "locale/pt_BR/columns.po: 0 texts, 0 without words",
    ]
    assert study_command("check", "--languages") == 1
    said = capsys.readouterr()
    assert "locale: 19 faults" in said.out + said.err
    assert "locale/pt_BR/pages.po [# Towns] 'book/index.md': has no words" in said.out + said.err


def test_the_command_says_of_a_language_that_it_has_all(
    tiny: Project, inside: Inside, capsys: Capture
) -> None:
    inside(tiny)
    fill_language(tiny, "es", {})
    for path in sorted((tiny.root / "locale/es").glob("*.po")):
        catalogue = path.read_text(encoding="utf-8")
        head, _, rest = catalogue.partition("\n\n")
        path.write_text(f"{head}\n\n{_with_words(rest)}", encoding="utf-8")
    assert study_command("check", "--languages") == 0
    assert capsys.readouterr().out == "es: all texts have words\n"


def _with_words(entries: str) -> str:
    """Each text as its own words."""
    done = []
    for part in entries.split("\n\n"):
        lines = part.splitlines()
        texts = [line.partition(" ")[2] for line in lines if line.startswith("msgid")]
        forms = iter(texts)
        done.append(
            "\n".join(
                line.removesuffix('""') + next(forms) if line.startswith("msgstr") else line
                for line in lines
            )
        )
    return "\n\n".join(done)


def test_a_broken_catalogue_is_named_by_the_commands(
    tiny: Project, inside: Inside, capsys: Capture, tmp_path: Path
) -> None:
    inside(tiny)
    write_catalogue(tiny).write_text("broken\n", encoding="utf-8")
    for command in (("check", "--languages"), ("language", "es")):
        assert study_command(*command) == 1
        said = capsys.readouterr()
        assert "locale/es/messages.po: this is no catalogue that can be read" in said.out + said.err
