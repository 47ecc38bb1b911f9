"""A picture for each page, for where its address is shared."""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image

from quire.book.share_images import SIZE, picture, share_files, title_of

NOTEBOOK = {
    "cells": [
        {"cell_type": "code", "source": "# no title"},
        {"cell_type": "markdown", "source": "# Key \\*things*"},
    ]
}


@pytest.mark.parametrize(
    ("page", "text", "title"),
    [
        ("a.md", "(mark)=\n# The *2019* edition\n\n## More", "The 2019 edition"),
        ("a.md", "Text\n# A \\(title\\) {term}`of` `code`", "A (title) of code"),
        ("a.md", "no heading", ""),
        ("a.ipynb", json.dumps(NOTEBOOK), "Key *things"),
    ],
)
def test_the_title_is_the_first_heading(page: str, text: str, title: str) -> None:
    assert title_of(page, text.encode()) == title


def test_every_page_has_a_picture_and_nothing_else_has() -> None:
    files = {
        "index.md": b"# Home",
        "editions/2019/a.ipynb": json.dumps(NOTEBOOK).encode(),
        "_config.yml": b"",
        "a.csv": b"",
    }
    assert list(share_files(files, "Book")) == [
        "_static/share/index.png",
        "_static/share/editions/2019/a.png",
    ]


def test_it_is_a_png_of_the_usual_size_small_and_the_same_every_time() -> None:
    data = picture("A title", "Book")
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ("PNG", SIZE)
    assert len(data) < 20_000
    picture.cache_clear()
    assert picture("A title", "Book") == data
    assert picture("Another", "Book") != data


def test_the_title_is_drawn_inside_and_a_long_one_is_cut() -> None:
    image = Image.open(io.BytesIO(picture("word " * 200, "Book"))).convert("L")
    # dark pixels right of the band at the left edge: from the margin on, and none at the right edge or over the line
    box = (
        image.crop((40, 0, SIZE[0], SIZE[1] - 160))
        .point(lambda value: 255 if value < 128 else 0)
        .getbbox()
    )
    assert box is not None
    assert box[0] >= 40
    assert box[2] <= SIZE[0] - 40 - 80
