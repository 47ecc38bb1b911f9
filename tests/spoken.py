"""What a page of the book says to whoever reads or hears it, in any language: its texts in their order, and the numbers in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree
from lxml.html import document_fromstring

TOLD = (
    "alt",
    "aria-label",
    "title",
    "placeholder",
    "label",
    "data-copy",
    "data-copied",
    "data-name",
)
"""Attributes that are read out or shown."""

SILENT = {"style", "template"}
JSON_LD = "application/ld+json"
NAMED = re.compile(
    r"\d+(?:\.\d+){2,}|\b10\.\d{4,}/\S+|\b[A-Za-z][\w-]*\.\d\w*"
    r"|(?:BY|Attribution|Atribución|Python|section|sección) \d+\.\d+"
)
"""What looks like a number and is a name: a version, a licence, a section, an identifier of a document."""


def list_texts(page: Path) -> Iterator[str]:
    """The texts of a page."""
    return texts_of(document_fromstring(page.read_bytes()))


def texts_of(element: Any) -> Iterator[str]:
    """The texts of a part of a page and of its attributes, those of drawings and of data for search engines among them."""
    if isinstance(element.tag, str) and element.tag not in SILENT:
        yield from (element.get(name) for name in TOLD if element.get(name))
        if element.tag == "meta" and element.get("name") in {"description", "keywords"}:
            yield element.get("content")
        if element.tag == "script":
            if element.get("type") == JSON_LD:
                yield from _strings(json.loads(element.text))
        else:
            if element.text and element.text.strip():
                yield element.text
            for inner in element.iterchildren(etree.Element):
                yield from texts_of(inner)
                if inner.tail and inner.tail.strip():
                    yield inner.tail


def _strings(data: Any) -> Iterator[str]:
    """The texts of plain data but names of kinds and addresses."""
    if isinstance(data, dict):
        for key, value in sorted(data.items()):
            if not key.startswith("@"):
                yield from _strings(value)
    elif isinstance(data, list):
        yield from sorted(each for part in data for each in _strings(part))
    elif isinstance(data, str) and "://" not in data:
        yield data


def list_numbers(text: str, point: str = ".") -> list[str]:
    """The numbers of a text as English has them, without signs between thousands.

    >>> list_numbers("8,716 of 12,345: 61.3"), list_numbers("8716 de 12\u202f345: 61,3", ",")
    (['8716', '12345', '61.3'], ['8716', '12345', '61.3'])
    """
    between = "," if point == "." else "\u202f"
    number = re.compile(
        rf"\d{{1,3}}(?:{between}\d{{3}})+(?!\d)(?:[{point}]\d+)?|\d+(?:[{point}]\d+)?"
    )
    text = NAMED.sub("", text)
    return [each[0].replace(between, "").replace(point, ".") for each in number.finditer(text)]
