"""Which numbers in prose are part of a name, such as that of a law, a standard or a disease, and which are figures.

A number is part of a name by its form or its place: joined to letters (COVID-19), behind a word for a place in a text or in a law
(Article 12), behind an abbreviation (ISO 37120), or a year that belongs to a proper name (Agenda 2030, the Act of 1990). What counts or
measures something (a unit, "of 80", a noun in the plural) is a figure. Titles in italics, in quotation marks or in links are names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

Span = tuple[int, int]

ALLOWED = frozenset({"0", "1", "50", "100"})
"""Ends and middle of the study's scales, as formulas and their readings name them."""

NUMBER = re.compile(r"(?<![\w.,/])[.,]?\d+(?:[.,:/–-]\d+)*")
QUOTED = re.compile(r"“[^“”]+”|«[^«»]+»|\"[^\"]+\"")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:[–/-](?:1[5-9]|20)\d\d)*")

FUNCTION = frozenset(
    re.findall(
        r"\w+",
        """
    a about above across after all almost also although among an and another any are around as at
    because before below between both but by compared despite during each either even every exactly
    few for from had has have he her here his how however if in including into is it its just last
    least less many more most near nearly neither next no nor not now of on once one only or other our
    out outside over per she since so some such than that the their then there these they this those
    though through throughout to today together under unlike until up upon was we were what when where
    whether which while who with within without you
    january february march april may june july august september october november december
    usd eur gbp chf jpy cny inr brl gdp
""",
    )
)
"""Words that are no names though they may begin a sentence: a closed class, with months and what stands before amounts."""

LAWS = (
    "accord|act|agenda|agreement|amendment|bill|charter|code|constitution|convention|covenant|declaration|"
    "decree|directive|law|ordinance|pact|protocol|regulation|resolution|statute|treaty"
)
PLACES = (
    "annex|appendix|article|chapter|clause|equation|figure|footnote|goal|item|level|model|no|nr|number|"
    "objective|page|panel|paragraph|part|phase|principle|question|section|stage|standard|step|table|"
    "target|tier|title|type|version|volume|wave"
)
COUNTED = (
    r"\s*(?:%|‰|°|[€$£¥]|per\s?cent|percentage|percentile|pp\b|points?\b|out of\b|in \d|million|billion|"
    r"thousand|hundred|dozen|times\b|-?fold\b|people|persons?\b|children|women|men\b)"
)
PART = r"\s+of (?:the |all |its |these |those |their |our )?"
PLURAL = r"\s+(?:[^\W\d_A-Z][\w-]*\s+)?(?!(?:is|was|has|as|its|this|plus|across|always|perhaps)\b)[a-z][a-z-]+s\b"

_COUNTED = re.compile(COUNTED, re.IGNORECASE)
_PART_OF_NUMBER = re.compile(rf"{PART}(?!(?:1[5-9]|20)\d\d\b)\d")
_PART = re.compile(rf"{PART}[^\W\dA-Z]")
_PLURAL = re.compile(PLURAL)
_MORE = r"(?:\d[\d.,:/–-]*(?:,| and| or| to|,? and)? )*"
_LABEL = re.compile(rf"\b(?:{LAWS}|{PLACES})(?:e?s)?\.? (?:no\.? |nr\.? |n\.º |№ ?)?{_MORE}$", re.I)
_SHORT = re.compile(r"(?:^|[\s(“\"])\(?([A-Z][A-Z\d]+(?:[/-][A-Z\d]+)*)\)? (?:\d{3,} )?$")
_PROPER = re.compile(r"(?:^|[\s(“\"])([A-Z][\w’'-]*) $")
_JOINED = re.compile(r"(?:^|[\s(/“\"])([^\W\d_][\w.]*(?:-\w+)*)[-‐‑–]$")
_LOOSE = re.compile(r"about|early|late|mid|minus|non|over|plus|post|pre|sub|top|under|up", re.I)
_WHERE = re.compile(
    r"\b(?:in|across|among|within|from|throughout|outside|of|for) (?:the )?"
    r"(?:[A-Z][\w’'-]*,? (?:and (?:the )?)?)*$",
    re.I,
)
_WHEN = re.compile(
    r"\b(?:in|since|by|until|till|from|before|after|during|of|to|and|between|through|around|for|on) $",
    re.I,
)
_OF_NAME = re.compile(
    r"(?:\S\s(?:the )?([A-Z][\w’'-]*)|\b([A-Z]{2,}))(?: \d[\d./:-]*)? (?:of|from) $"
)
_OF_LAW = re.compile(rf"\b(?:{LAWS})(?: (?:no\.? )?\d[\d./:-]*)? (?:of|from) $", re.I)
_CITED = re.compile(r"(?:([A-Z][\w’'-]*)[)*”\"]? \(|\([^()\d]*[A-Z][^()\d]*,? )$")


def typed_figures(text: str, titles: Iterable[Span] = ()) -> Iterator[str]:
    """The numbers of a text that are neither part of a name nor an end of a scale.

    Parameters
    ----------
    text
        Running words, without mark-up.
    titles
        From where to where titles stand in it.

    >>> list(typed_figures("Since COVID-19, ISO 37120 and Law 25 of 2014, 42 of 80 cities changed."))
    ['42', '80']
    """
    spans = [*titles, *(found.span() for found in QUOTED.finditer(text))]
    for found in NUMBER.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        typed = found[0]
        inside = any(
            _is_title(text[start:end]) and not _is_counted(text[found.end() : end])
            for start, end in spans
            if start <= found.start() < end
        )
        if not (
            _is_end(typed, before, after)
            or (inside and not _COUNTED.match(after))
            or is_name(typed, before, after)
        ):
            yield typed


def is_name(number: str, before: str, after: str) -> bool:
    """Whether a number is part of a name, by the words before and after it.

    >>> is_name("2030", "the ", " Agenda"), is_name("2019", "in ", ", cities")
    (True, False)
    """
    if after[:1].isalpha():
        # 5G and 3D are names, and so are 21st and 1990s; 42km and 5m are figures
        return after[0].isupper() or bool(re.match(r"(?:st|nd|rd|th|s)\b", after))
    joined = _JOINED.search(before)
    if joined:
        return not _LOOSE.fullmatch(joined[1])
    if _COUNTED.match(after) or _PART_OF_NUMBER.match(after):
        return False
    if _LABEL.search(before):
        return True
    return _is_abbreviated(number, before, after) or _is_year(number, before, after)


def _is_abbreviated(number: str, before: str, after: str) -> bool:
    """Whether it stands behind an abbreviation: ISO 37120, SDG 11, WCAG 2.1, (EU) 2016/679."""
    short = _SHORT.search(before)
    if short is None or short[1].casefold() in FUNCTION or number.startswith(("0.", ".", ",")):
        return False
    if re.search(r"\d,\d", number) or re.fullmatch(r"\d{1,3}/\d{1,3}", number):
        return False
    placed = _WHERE.search(before[: short.start(1)].rstrip("("))
    return not ((placed or _PART.match(after)) and _PLURAL.match(after)) and not _PART.match(after)


def _is_year(number: str, before: str, after: str) -> bool:
    """Whether it is the year, or another long number, of a proper name, a law or a book."""
    proper = _PROPER.search(before)
    named = proper is not None and not _is_common(proper[1])
    placed = proper is not None and _WHERE.search(before[: proper.start(1)])
    if named and (YEAR.fullmatch(number) or re.fullmatch(r"\d{4,}|\d+\.0", number)):
        return not (placed and _PLURAL.match(after))
    if not YEAR.fullmatch(number):
        return False
    following = re.match(rf"\s+(?:([A-Z][\w’'-]*)|(?:{LAWS})\b)", after)
    if following and not _WHEN.search(before):
        return following[1] is None or not _is_common(following[1])
    of_name = _OF_NAME.search(before)
    if _OF_LAW.search(before) or (of_name and not _is_common(of_name[1] or of_name[2])):
        return True
    cited = _CITED.search(before)
    return cited is not None and bool(re.match(r"\s*[);,:]", after))


def _is_end(number: str, before: str, after: str) -> bool:
    """Whether it is an end of a scale, and counts nothing."""
    if number not in ALLOWED:
        return False
    scale = re.search(r"(?:^|\D)(?:0|1|50|100)(?: to | and |[–-])$", before)
    return bool(scale) or not _is_counted(after)


def _is_counted(after: str) -> bool:
    """Whether what follows a number says what it counts or measures."""
    kinds = (_COUNTED, _PART_OF_NUMBER, _PART, _PLURAL)
    return any(kind.match(after) for kind in kinds)


def _is_title(span: str) -> bool:
    """Whether marked words are a title: at least one of them is a proper name."""
    return any(not _is_common(word) for word in re.findall(r"\b[A-Z][\w’'-]*", span))


def _is_common(word: str) -> bool:
    """Whether a word with a capital is none that names something; it begins a sentence."""
    return word.casefold() in FUNCTION or word.endswith("ly")
