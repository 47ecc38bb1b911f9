"""An extension of Sphinx: no text from data becomes a script, a file of this machine, or a way to another host.

Text is escaped where a page is made (`templating`, `showing`). Should one slip through all the same, three things stand behind:
Sphinx takes in no file and no raw mark-up by a directive, every page forbids its browser all that the book does not need, and
a book in which a page asks for such a thing is not built.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

if TYPE_CHECKING:
    from sphinx.application import Sphinx

THEME = Path(__file__).with_name("theme")
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    # the theme's icons and tooltips style themselves
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
"""What a page may load, and from where; https://www.w3.org/TR/CSP3/."""

INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
LINKS = ("href", "xlink:href", "action", "formaction")
LOADED = ("src", "poster")
SCHEMES = {"", "http", "https", "mailto"}
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml)[;,]")
FORBIDDEN = ("base", "iframe", "object", "embed", "frame", "applet")
TRANSLATE = """((catalog) => {
    Object.assign(Documentation.TRANSLATIONS, catalog.messages);
    Documentation.PLURAL_EXPR = catalog.plural_expr;
    Documentation.LOCALE = catalog.locale;
})("""
"""What Sphinx's `Documentation.addTranslations(` does, without making a function of a text, which the policy forbids."""

PLURAL = re.compile(r'"plural_expr": "([^"]*)"')
DATA_BLOCK = "application/ld+json"
"""A script of this type is data, and no browser runs it."""


def setup(app: Sphinx) -> dict[str, Any]:
    """What Sphinx calls to load the extension."""
    app.connect("config-inited", _add_layout)
    app.connect("builder-inited", _switch_off)
    written: set[str] = set()
    app.connect(
        "builder-inited", lambda app: setattr(app.builder, "indexer_format", Index(written))
    )
    # of documents here, as they may be written in other processes
    app.connect("doctree-resolved", lambda app, tree, page: written.add(page))
    app.connect("html-page-context", lambda app, page, *_: written.add(page))
    app.connect("html-page-context", _offer_policy)
    app.connect("env-updated", _find_strange_files)
    app.connect("build-finished", _settle_plurals)
    app.connect("build-finished", lambda app, error: _find_active_pages(app, error, written))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def make_policy(trusted: str) -> str:
    """The content security policy of a page, under which only scripts in files and these inline ones run.

    Parameters
    ----------
    trusted
        HTML of the theme, without any text of a page.

    >>> make_policy("<script>1</script>").split("; ")[1]
    "script-src 'self' 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"
    """
    own = " ".join(
        f"'{digest}'" for digest in sorted({_digest(one) for one in INLINE.findall(trusted)})
    )
    allowed = {**POLICY, "script-src": f"{POLICY['script-src']} {own}".strip()}
    return "; ".join(f"{kind} {sources}" for kind, sources in allowed.items())


def find_active(page: bytes) -> list[str]:
    """What of a page would run, or lead a reader elsewhere, without being the book's own.

    >>> find_active(b'<p onclick="f()"><a href="javascript:f()">x</a> <a href="https://example.org">y</a>')
    ['the handler onclick of <p>', 'the address javascript:f() of <a>']
    """
    from lxml import etree
    from lxml.html import document_fromstring

    tree = document_fromstring(page)
    # one that a text brought along could allow nothing more
    allowed = "".join(tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[:1])
    return [what for element in tree.iter(etree.Element) for what in _active(element, allowed)]


def _active(element: Any, allowed: str) -> Iterator[str]:
    tag = element.tag.lower()
    if tag in FORBIDDEN or (tag == "meta" and element.get("http-equiv", "").lower() == "refresh"):
        yield f"the element <{tag}>"
    inline = tag == "script" and element.get("src") is None and element.get("type") != DATA_BLOCK
    if inline and f"'{_digest(element.text or '')}'" not in allowed:
        yield "a script of its own"
    for name, value in element.items():
        if name.lower().startswith("on"):
            yield f"the handler {name} of <{tag}>"
        is_safe = _leads_safely if name.lower() in LINKS else _is_of_the_book
        if name.lower() in {*LINKS, *LOADED} and not is_safe(value):
            yield f"the address {value[:60]} of <{tag}>"


def _leads_safely(address: str) -> bool:
    """Whether following an address can neither run anything nor read this machine."""
    parts = _split(address)
    return parts is not None and parts.scheme in SCHEMES


def _is_of_the_book(address: str) -> bool:
    """Whether what is loaded from an address lies in the book, or in the page itself as a picture."""
    parts = _split(address)
    inside = parts is not None and not (parts.scheme or parts.netloc)
    return inside or bool(PICTURE.match(address))


def _split(address: str) -> SplitResult | None:
    """An address as a browser reads it, which leaves some signs out; None if it is none."""
    try:
        return urlsplit(re.sub(r"[\x00-\x20]", "", address))
    except ValueError:
        return None


def _digest(script: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def _add_layout(app: Sphinx, config: Any) -> None:
    # behind the study's own, before what the theme adds of its own
    own = [path for path in config.templates_path if not Path(path).is_absolute()]
    others = [path for path in config.templates_path if path not in own]
    config.templates_path = [*own, str(THEME), *others]


def _switch_off(app: Sphinx) -> None:
    app.env.settings.update(file_insertion_enabled=False, raw_enabled=False)


def _offer_policy(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object
) -> None:
    context["make_policy"] = make_policy


def _find_strange_files(app: Sphinx, env: Any) -> list[str]:
    """Warn of pictures and downloads that are neither files of the book nor outputs of its notebooks."""
    source, made = Path(app.srcdir).resolve(), Path(app.outdir).parent.resolve()
    for name in [*env.images, *env.dlfiles]:
        path = (source / name).resolve()
        if not (path.is_relative_to(source) or path.is_relative_to(made)):
            _warn(f"{name} is no file of the book")
    return []


class Index:
    """The format of the index of the search.

    Titles of parts of pages are HTML in it, whose script shows them as such, and text where Sphinx reads it. Sphinx forgets the terms of
    pages that it does not write again, so they are taken over from the index before; and keeps words that no page has any more.
    """

    def __init__(self, written: Collection[str]) -> None:
        self._written = written
        self._terms: list[tuple[str, str, Any]] = []

    def dump(self, index: Mapping[str, Any], stream: IO[str]) -> None:
        """Write an index."""
        from sphinx.search import js_index

        pages = {page: number for number, page in enumerate(index["docnames"])}
        terms = {term: [*places] for term, places in index["indexentries"].items()}
        for term, page, place in self._terms:
            if page in pages and page not in self._written:
                terms.setdefault(term, []).append((pages[page], *place))
        terms = {term: sorted(map(tuple, places)) for term, places in terms.items()}
        # words that no page has any more
        words = {
            kind: {word: places for word, places in index[kind].items() if places != []}
            for kind in {"terms", "titleterms"} & {*index}
        }
        titled = _change_titles(index, partial(html.escape, quote=False))
        js_index.dump({**titled, **words, "indexentries": terms}, stream)

    def load(self, stream: IO[str]) -> dict[str, Any]:
        """Read an index, as of a build before, to which Sphinx adds."""
        from sphinx.search import js_index

        index = js_index.load(stream)
        self._terms = [
            (term, index["docnames"][page], place)
            for term, places in index.get("indexentries", {}).items()
            for page, *place in places
        ]
        return _change_titles(index, html.unescape)


def _change_titles(index: Mapping[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    titles = {change(title): places for title, places in index["alltitles"].items()}
    return {**index, "alltitles": titles}


def _settle_plurals(app: Sphinx, exception: Exception | None) -> None:
    path = Path(app.outdir) / "_static" / "translations.js"
    if exception is not None or not path.is_file():
        return
    text = path.read_text("utf-8").replace("Documentation.addTranslations(", TRANSLATE)
    path.write_text(PLURAL.sub(r'"plural_expr": (n) => Number(\1)', text), "utf-8")


def _find_active_pages(app: Sphinx, exception: Exception | None, written: Iterable[str]) -> None:
    """Warn of pages with what no page may have: of all, unless those of a build before were looked at then."""
    if exception is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir)
    pages = (
        folder.rglob("*.html")
        if app.fresh_env_used
        else map(folder.joinpath, [f"{page}.html" for page in written])
    )
    for path in sorted(pages):
        name = path.relative_to(app.outdir)
        if name.parts[0] == "_static":
            continue
        for what in find_active(path.read_bytes()):
            _warn(f"{name.as_posix()} has {what}, which no page of the book may have")


def _warn(what: str) -> None:
    from sphinx.util import logging

    logging.getLogger(__name__).warning(what)
