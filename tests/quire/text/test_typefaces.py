"""The typefaces of drawings."""

from __future__ import annotations

from typing import Any

import pytest
from matplotlib.font_manager import FontManager, FontProperties, fontManager

from quire.text.typefaces import FACE, FINDER, load_families


@pytest.mark.parametrize("family", [load_families(), (FACE,), ("sans-serif",)])
def test_the_files_of_a_text_are_those_that_matplotlib_finds(family: tuple[str, ...]) -> None:
    find: Any = getattr(FontManager, FINDER)
    text = FontProperties(family=family)
    for weight in ("normal", "bold", "normal"):
        text.set_weight(weight)
        assert getattr(fontManager, FINDER)(text) == find(fontManager, text)
