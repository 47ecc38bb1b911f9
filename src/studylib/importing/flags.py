"""Flags and units of publishers, to the words of the study (`framework/flags.csv`, `framework/units.csv`)."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

NORMAL = "A"
"""Letter of SDMX for a figure of which nothing is said."""


class Flags:
    """What publishers say of a figure."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.order = list(table["flag"])
        self.kept = set(table.loc[table["kept"], "flag"])
        self.letters: dict[str, str] = {}
        for flag, eurostat, sdmx in table[["flag", "eurostat", "sdmx"]].to_numpy().tolist():
            self.letters |= dict.fromkeys([*eurostat, *sdmx.split()], flag)

    def read(self, text: str) -> tuple[str, str]:
        """Flags as words of the study in their order, and what is none of them.

        Parameters
        ----------
        text
            Words of the study, small letters of Eurostat (several may stand together), or capitals of SDMX.
        """
        found, odd = set(), ""
        for word in text.replace(",", " ").replace(";", " ").split():
            parts = [word] if word in self.order else list(word)
            for part in parts:
                flag = part if part in self.order else self.letters.get(part, "")
                if flag:
                    found.add(flag)
                elif part != NORMAL:
                    odd = word
        return " ".join(one for one in self.order if one in found), odd


def find_factor(published: str, unit: str, units: pd.DataFrame) -> Decimal | None:
    """What figures in a published unit are multiplied with to be in another one; None where nothing declares it.

    >>> units = pd.DataFrame({"published": ["THS"], "unit": ["inhabitants"], "factor": [1000.0]})
    >>> [find_factor(one, "inhabitants", units) for one in ("inhabitants", "THS", "%")]
    [Decimal('1'), Decimal('1000'), None]
    """
    if published == unit:
        return Decimal(1)
    rows = units[(units["published"] == published) & (units["unit"] == unit)]
    return None if rows.empty else Decimal(f"{rows['factor'].iloc[0]:g}")


def write_number(value: Decimal) -> str:
    """A figure as the table writes it: digits and a point, none that say nothing.

    >>> [write_number(Decimal(one)) for one in ("58.10", "1.9E+6", "-0.0", "100")]
    ['58.1', '1900000', '0', '100']
    """
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text
