"""A template of Typst and its data become a PDF, which everybody can read (PDF/UA-1) and which can be kept (PDF/A-2a)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from quire.core.errors import StudyError
from quire.printing.fonts import Fonts

MOMENT = 946_684_800
"""The first second of 2000: PDF/A wants a date, and the same data are the same bytes."""


def set_pdf(
    template: Path, root: Path, fonts: Fonts, name: str, data: Mapping[str, Any], where: str
) -> bytes:
    """Set some data.

    Parameters
    ----------
    template
        The file of Typst.
    root
        The folder below which it may read files.
    fonts
        All typefaces that it may use.
    name
        What the template calls its data.
    data
        Plain data.
    where
        What an error calls the template.

    Raises
    ------
    StudyError
        If the template cannot set it.
    """
    try:
        compiler = typst.Compiler(
            template,
            root=root,
            font_paths=fonts.files,
            ignore_system_fonts=True,
            sys_inputs={name: json.dumps(data, ensure_ascii=False)},
        )
        # the compiler refuses what does not keep to the standards
        pdf = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=MOMENT)
    except typst.TypstError as error:
        hints = "; ".join(error.hints) or "see what the compiler says"
        raise StudyError(error.diagnostic.strip(), where=where, repair=hints) from error
    assert isinstance(pdf, bytes)
    return pdf
