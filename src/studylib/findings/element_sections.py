"""The parts of the page on what slows and what helps: what an edition has stands first, below headings of its own."""

from __future__ import annotations

from quire.showing.findings import Finding, show_sections
from quire.text.messages import _

HEADINGS = {
    "satisfaction": _("Which areas go with satisfaction"),
    "issues": _("What residents name as the issues of their city"),
    "countries": _("Issues by country"),
    "corner": _("Named often, satisfied little"),
    "cities": _("Issues and satisfaction, city by city"),
    "change": _("What changed in the same cities"),
    "items": _("Which items go with satisfaction"),
    "others": _("What others found when they asked cities"),
    "published": _("What this edition published"),
}


def show(**findings: Finding) -> None:
    """Show the parts of the page, by the names of `HEADINGS`; in one paragraph at the end what nobody asked for this edition."""
    show_sections(
        _("What was not asked for this edition"),
        **{name: (HEADINGS[name], finding) for name, finding in findings.items()},
    )
