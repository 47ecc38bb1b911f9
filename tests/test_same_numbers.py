"""The real book in English and in Spanish: the same pages, the same numbers in the same order, and the same places to link to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

from lxml.html import document_fromstring
from spoken import list_numbers, list_texts


def pages_of(book: Path) -> list[str]:
    """The pages of a book by their path in it."""
    return sorted(page.relative_to(book).as_posix() for page in book.rglob("*.html"))


def numbers_of(page: Path, works: set[str], point: str) -> list[str]:
    """The numbers of a page; those in works of others, which are named as they are named, left out."""
    texts = (text for text in list_texts(page) if text not in works)
    return [number for text in texts for number in list_numbers(text, point)]


def works_on(page: str, one: Path, other: Path) -> set[str]:
    """What a page of a practice has word for word in both languages: its sources."""
    if not page.startswith("practices/"):
        return set()
    return {*list_texts(one)} & {*list_texts(other)}


def ids_of(page: Path) -> set[str]:
    """The places of a page that an address can lead to, but its top, which has a name by the title, and those named in their order."""
    found = document_fromstring(page.read_bytes()).xpath("//*[not(self::section[h1])]/@id")
    return {id for id in found if not re.fullmatch(r"id\d+", id)}


def differ(one: Sequence[str], other: Sequence[str]) -> str:
    """Where two lists part."""
    pairs = zip([*one, "the end"], [*other, "the end"], strict=False)
    place, (here, there) = next((at, pair) for at, pair in enumerate(pairs) if pair[0] != pair[1])
    return f"number {place} of {len(one)}: {here}, in Spanish {there}"


def test_both_books_have_the_same_pages(html: Path, html_es: Path) -> None:
    assert len(pages_of(html)) > 300
    assert pages_of(html) == pages_of(html_es)


def test_each_page_has_the_same_numbers_in_the_same_order(html: Path, html_es: Path) -> None:
    found = {}
    for page in pages_of(html):
        works = works_on(page, html / page, html_es / page)
        english = numbers_of(html / page, works, ".")
        found[page] = english, numbers_of(html_es / page, works, ",")
    assert sum(len(english) for english, _ in found.values()) > 100_000
    assert {page: differ(*both) for page, both in found.items() if both[0] != both[1]} == {}


def test_places_have_the_same_addresses_in_both_books(html: Path, html_es: Path) -> None:
    lacking = {page: ids_of(html / page) - ids_of(html_es / page) for page in pages_of(html)}
    assert len(lacking) > 300
    assert {page: ids for page, ids in lacking.items() if ids} == {}


def test_links_inside_the_spanish_book_lead_somewhere(html: Path, html_es: Path) -> None:
    """Those of the English one are followed in a browser."""
    trees = {page: document_fromstring((html_es / page).read_bytes()) for page in pages_of(html_es)}
    places = {page: {*tree.xpath("//@id")} for page, tree in trees.items()}
    dead, followed = [], 0
    for page, tree in trees.items():
        # one to a PDF is hidden until there is one
        for link in tree.xpath("//a[not(ancestor::*[contains(@class, 'study-pdf')])]/@href"):
            address, place = urldefrag(urljoin(f"http://book/es/{page}", link))
            if not address.startswith("http://book/"):
                continue
            book, _, name = unquote(address).removeprefix("http://book/").partition("/")
            ok = ({"es": html_es, "en": html}[book] / name).is_file()
            # what the picker of cities shows is no place
            here = book == "es" and name in places and not place.startswith("city=")
            ok = ok and (not place or not here or unquote(place) in places[name])
            followed += 1
            dead += [] if ok else [(page, link)]
    assert followed > 10_000
    assert dead == []
