"""Pieces of generated pages."""

from __future__ import annotations

import pytest

from quire.text.markdown import link, links


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("javascript:alert(1)", r"javascript\:alert\(1\)"),
        ('https://a.org/"><script>', r"https\:\/\/a\.org\/\"\>\<script\>"),
        (
            "https://a.org/?b=1&c=2",
            '<a class="reference external" href="https://a.org/?b=1&amp;c=2">a.org</a>',
        ),
    ],
)
def test_only_an_address_becomes_a_link(text: str, expected: str) -> None:
    assert link(text) == expected


def test_an_address_is_linked_once() -> None:
    assert links("https://a.org https://a.org").count("](") == 1
