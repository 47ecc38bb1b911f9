"""Pages and parts of pages from Jinja2 templates, which cannot forget to escape.

The ending of a template's name says what its text is: every value in a `.html` is escaped for HTML, in any other for
MyST Markdown, unless it is marked as prepared (`markupsafe.Markup`, or a cell with `__html__`). So HTML stands in
templates of its own, which those of pages include. A study's templates come before the press's own of the same name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, ClassVar, Protocol

import jinja2
from jinja2.ext import Extension
from jinja2.runtime import Context
from markupsafe import Markup

from quire.core.errors import StudyError, nearest
from quire.showing.cards import cards_html
from quire.text import words
from quire.text.addresses import as_id, mark_headings
from quire.text.cells import Link
from quire.text.htmltables import cell_text, framed, table_html
from quire.text.languages import in_form, join_words, said, speaking, spoken
from quire.text.markdown import link, links
from quire.text.markup import (
    escape_html,
    escape_myst,
    escape_option,
    linked_html,
    linked_myst,
    one_line,
)
from quire.text.messages import Code
from quire.text.sides import isolate

PRESS = Path(__file__).with_name("templates")
UNKNOWN = re.compile(r"'(\w+)' is undefined")
WITHIN = re.compile(r"[<>\\]")
"""Signs that would end an address of MyST."""

GAP = re.compile(r"\n{3,}")
MADE_HEADING = re.compile(r"^(?:\([^\n]+\)=\n)?#{2,6} [^\n]*\{[{%].*$", re.M)
"""A heading below the title that is made of values or messages, with the label above it."""


class Page(Protocol):
    """What a page says, worked out: a dataclass that names its template, whose values are `page` and its fields."""

    template: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclass(frozen=True)
class Later:
    """A value of a template that is worked out if the template asks for it, and once."""

    make: Callable[[], object]

    @cached_property
    def value(self) -> object:
        """What templates see of it."""
        return self.make()


class _Values(Context):
    """The values of a template as it sees them."""

    def resolve_or_missing(self, key: str) -> Any:
        value = super().resolve_or_missing(key)
        return value.value if isinstance(value, Later) else value


@jinja2.pass_context
def _escaped(context: Context, value: Any) -> Any:
    """A value as the template that it stands in needs it; what is marked as prepared stays."""
    if isinstance(value, jinja2.Undefined) or hasattr(value, "__html__"):
        return value
    return _prepared(said(value if isinstance(value, str) else str(value)), _is_html(context))


@lru_cache(2**14)
def _prepared(text: str, is_html: bool) -> Markup:
    """A text as mark-up; pages of cities say the same words and numbers again and again."""
    return Markup((escape_html if is_html else escape_myst)(isolate(text)))  # noqa: S704


def _is_html(context: Context) -> bool:
    return bool(context.name and context.name.endswith(".html"))


@jinja2.pass_context
def _gettext(context: Context, message: str, **values: Any) -> Markup:
    """A message of a template with its values escaped; the message itself is mark-up."""
    return _formed(context, in_form(message), values)


def _formed(context: Context, message: str, values: Mapping[str, Any]) -> Markup:
    return Markup(message) % {key: _escaped(context, each) for key, each in values.items()}  # noqa: S704


@jinja2.pass_context
def _ngettext(context: Context, one: str, many: str, number: int, **values: Any) -> Markup:
    return _formed(context, in_form(one, many, number), {"num": number, **values})


@jinja2.pass_context
def _joined(context: Context, values: Iterable[Any], between: str = "") -> Markup:
    """Values one behind the other, each escaped."""
    return Markup(between).join(_escaped(context, each) for each in values)  # noqa: S704


@jinja2.pass_context
def _listed(context: Context, values: Iterable[Any]) -> Markup:
    """Values as a list in a sentence, each escaped."""
    return Markup(join_words(str(_escaped(context, each)) for each in values))  # noqa: S704


@jinja2.pass_context
def _linked(context: Context, text: str) -> Markup:
    """A text with its web addresses as links."""
    return Markup((linked_html if _is_html(context) else linked_myst)(text))  # noqa: S704


@jinja2.pass_context
def _at(context: Context, text: object, address: str) -> Markup:
    """A text as a link to an address; in MyST also to another page of the book, whose title is the text if that is empty."""
    if _is_html(context):
        return Markup(Link(str(text), address).__html__())  # noqa: S704
    return Markup(f"[{_escaped(context, text)}](<{WITHIN.sub('', one_line(address))}>)")  # noqa: S704


def _links(addresses: str | Iterable[str]) -> Markup:
    """Addresses as links of MyST; a text has them parted by blanks or semicolons."""
    return Markup(links(addresses if isinstance(addresses, str) else " ".join(addresses)))  # noqa: S704


def _code(text: str) -> Markup:
    """A text of MyST in the type of code."""
    return Markup(f"`{one_line(text).replace('`', chr(39))}`")  # noqa: S704


def _addressed(caller: Callable[[], Markup]) -> Markup:
    """A heading with a mark of its address in English before it, if the page is in another language."""
    told = caller()
    if spoken() is None:
        return told
    with speaking(None):
        return Markup(mark_headings(told, caller()))  # noqa: S704


class _Headings(Extension):
    """Has each heading that is made of values looked at by `_addressed`."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return MADE_HEADING.sub(r"{% call addressed() %}\g<0>{% endcall +%}", source)


def _coded(value: object) -> str:
    """The name of something in data, or what stands in a cell of it: the same in any language, but for a number."""
    text = str(value)
    return Code(text) if any(map(str.isalpha, text)) else text


GLOBALS: dict[str, Any] = {
    "addressed": _addressed,
    "_": _gettext,
    "gettext": _gettext,
    "ngettext": _ngettext,
    "table": table_html,
    "framed": framed,
    "cards": cards_html,
    "link_to": Link,
    "interval": words.interval,
}
FILTERS: dict[str, Any] = {
    "join": _joined,
    "listed": _listed,
    "linked": _linked,
    "at": _at,
    "code": _code,
    "coded": _coded,
    "prepared": Markup,
    "option": lambda text: Markup(escape_option(text)),  # noqa: S704
    "link": lambda address: Markup(link(address)),  # noqa: S704
    "links": _links,
    "cell": cell_text,
    "thousands": "{:,}".format,
    "number": "{:g}".format,
    "counted": words.counted,
    "decimal": words.decimal,
    "day": words.day,
    "anchor": as_id,
    "apart_from": words.apart_from,
}


class Templates:
    """The templates of a project's pages.

    Parameters
    ----------
    folders
        Where the study's own are.
    """

    def __init__(self, *folders: Path) -> None:
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader([*folders, PRESS]),
            autoescape=True,
            finalize=_escaped,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n", _Headings],
        )
        self._environment.context_class = _Values
        self._environment.policies["ext.i18n.trimmed"] = True
        # values of messages are escaped by us, since Jinja would escape them for HTML everywhere
        self._environment.newstyle_gettext = True  # type: ignore[attr-defined]
        self._environment.globals.update(GLOBALS)
        self._environment.filters.update(FILTERS)

    def render(self, name: str, /, **values: object) -> Markup:
        """A template with values, as prepared mark-up.

        Raises
        ------
        StudyError
            If the template asks for a value that there is not; with its line.
        """
        return self._render(self._environment.get_template, name, values, "book/templates")

    def page(self, page: Page) -> bytes:
        """A page as the file that it becomes; gaps that conditions leave are closed."""
        values = {each.name: getattr(page, each.name) for each in fields(page)}
        return (
            GAP.sub("\n\n", self.render(page.template, page=page, **values)).strip().encode()
            + b"\n"
        )

    def fill(self, text: str, where: str, /, **values: object) -> bytes:
        r"""A page that is authored as a template, with its values.

        >>> Templates().fill("n = {{ n }}", "book/a.md", n="1 < 2").decode()
        'n = 1 \\< 2\n'
        """
        made = self._render(self._environment.from_string, text, values, where)
        return GAP.sub("\n\n", made).strip().encode() + b"\n"

    def _render(self, make: Any, source: str, values: dict[str, Any], where: str) -> Markup:
        try:
            return Markup(make(source).render(values))  # noqa: S704
        except jinja2.TemplateError as error:
            raise _explained(error, where, values) from error


def _explained(error: jinja2.TemplateError, where: str, values: Iterable[str]) -> StudyError:
    """What is wrong with a template, with its place and the nearest name that there is."""
    line, name, trace = getattr(error, "lineno", None), getattr(error, "name", None), error
    at = trace.__traceback__
    while at is not None:
        file = at.tb_frame.f_code.co_filename
        if file == "<template>" or file.endswith((".md", ".html")):
            line, name = at.tb_lineno, None if file == "<template>" else Path(file).name
        at = at.tb_next
    place = where if name is None or where.endswith(name) else f"{where}/{name}"
    unknown = UNKNOWN.match(str(error))
    return StudyError(
        str(error) if unknown is None else f"there is no value {unknown[1]!r} for pages",
        where=f"{place}:{line}" if line else place,
        repair=nearest(unknown[1], values) if unknown else "correct the template",
    )
