"""SDMX-CSV of Eurostat, the OECD and others, in its versions 1.0 and 2.0, with or without labels.

Read without the structure definition, which is another file that a team seldom has: what stands before the value is taken for a
dimension. See `docs/decisions` on why no library does it.
"""

from __future__ import annotations

from collections.abc import Sequence

from quire.core.errors import StudyError
from studylib.importing.published import Cell, Published, Series, find_key

TIME, VALUE = "TIME_PERIOD", "OBS_VALUE"
FLOW = ("DATAFLOW", "STRUCTURE_ID")
ABOUT = {*FLOW, "STRUCTURE", "STRUCTURE_NAME", "ACTION", "LAST UPDATE", "SERIES_KEY", "OBS_KEY"}
FLAGS = ("OBS_FLAG", "OBS_STATUS")
FREE = {"", "F"}
"""Words of CONF_STATUS for what anybody may see."""
PLACES = ("cities", "metroreg", "geo", "ref_area", "country", "location")
SUBJECTS = ("indic_ur", "indic_sb", "indic", "measure", "indicator", "subject", "variable")
UNITS = ("unit", "unit_measure")
MISSING = {"", ":", "nan"}


def is_sdmx_csv(head: Sequence[str]) -> bool:
    """Whether a first line is one of SDMX-CSV.

    >>> is_sdmx_csv(["DATAFLOW", "geo: Place", "TIME_PERIOD: Time", "OBS_VALUE"]), is_sdmx_csv(["year", "value"])
    (True, False)
    """
    return {TIME, VALUE} <= {_code(cell) for cell in head}


def read_sdmx_csv(
    name: str, head: Sequence[str], rows: Sequence[Sequence[str]], lines: Sequence[int]
) -> Published:
    """The figures of a file.

    Raises
    ------
    StudyError
        If a row has other cells than the head, or an odd multiplier.
    """
    both = {at for at, cell in enumerate(head) if ":" in cell}
    codes = [_code(cell) for cell in head]
    labels = _find_labels(codes)
    value = codes.index(VALUE)
    dimensions = [
        at
        for at, code in enumerate(codes)
        if (at < value or code.casefold() in UNITS)
        and code not in {*ABOUT, TIME, ""}
        and at not in labels
    ]
    names = [codes[at] for at in dimensions]
    series, agency, dataset, title = [], "", "", ""
    for row, line in zip(rows, lines, strict=True):
        if len(row) != len(head):
            repair = "look for a missing comma or quote, or download it again"
            raise StudyError("has other cells than its head", where=f"{name}:{line}", repair=repair)
        at = {code: row[n].strip() for n, code in enumerate(codes) if n not in labels}
        if flow := next((at[key] for key in FLOW if at.get(key)), ""):
            agency, dataset = _name_flow(flow)
        title = at.get("STRUCTURE_NAME", "")
        keys = {codes[n]: _code(row[n]) if n in both else row[n].strip() for n in dimensions}
        series.append(Series(line, keys, [_read_cell(at)], _read_power(name, line, at)))
    return Published(
        *(name, "SDMX-CSV", series),
        place=find_key(names, PLACES),
        subject=find_key(names, SUBJECTS),
        unit=find_key(names, UNITS),
        agency=agency,
        dataset=dataset,
        title=title,
    )


def _code(cell: str) -> str:
    """The code in a cell of code and label.

    >>> _code("EL: Greece"), _code("EL")
    ('EL', 'EL')
    """
    return cell.partition(":")[0].strip()


def _find_labels(codes: Sequence[str]) -> set[int]:
    """The columns that hold labels; where labels have columns of their own, each follows that of its code.

    >>> _find_labels(["STRUCTURE_NAME", "REF_AREA", "area", "TIME_PERIOD", "time", "OBS_VALUE", "value"])
    {2, 4, 6}
    """
    if not {"STRUCTURE_NAME", "Time period"} & set(codes):
        return set()
    own = [at for at, code in enumerate(codes) if code not in {*ABOUT, ""}]
    paired = all(codes[at] not in {TIME, VALUE} for at in own[1::2]) and len(own) % 2 == 0
    return set(own[1::2]) if paired else {at for at in own if not _is_code(codes[at])}


def _is_code(name: str) -> bool:
    """Whether a column is named by a code and not by a label: `REF_AREA`, or `geo`, but not `Reference area`."""
    return name.isupper() or name.islower()


def _name_flow(flow: str) -> tuple[str, str]:
    """Agency and dataset of a data flow.

    >>> _name_flow("ESTAT:URB_CPOP1(1.0)"), _name_flow("OECD.CFE.EDS:DSD_FUA@DF_LAB(1.1)")
    (('ESTAT', 'urb_cpop1'), ('OECD', 'DSD_FUA@DF_LAB'))
    """
    agency, _, rest = flow.partition(":")
    dataset = rest.partition("(")[0]
    return agency.partition(".")[0], dataset.lower() if agency == "ESTAT" else dataset


def _read_cell(row: dict[str, str]) -> Cell:
    flag = " ".join(_code(row[key]) for key in FLAGS if row.get(key))
    if _code(row.get("CONF_STATUS", "")) not in FREE:
        flag = f"{flag} confidential".strip()
    value = row[VALUE]
    return Cell(_code(row[TIME]), "" if value.casefold() in MISSING else value, flag)


def _read_power(name: str, line: int, row: dict[str, str]) -> int:
    """The power of ten that values are in, which a column may say."""
    power = _code(row.get("UNIT_MULT", "")) or "0"
    if not power.lstrip("-").isdecimal():
        where, repair = f"{name}:{line}", "it is a power of ten, such as 3"
        raise StudyError(f"UNIT_MULT is {power!r}", where=where, repair=repair)
    return int(power)
