"""Processed tables of the invented edition in preparation, as a notebook reads them."""

from __future__ import annotations

import io

import invented
import pandas as pd

AS_OF = invented.PREPARING["preparation"]["as_of"]  # type: ignore[index]

_cities = pd.read_csv(io.StringIO(invented.ASKED), dtype=str, keep_default_na=False)
_small = {"alpha", "gamma", "eta", "iota"}
_unknown = {"epsilon", "theta"}

INVITED = _cities.assign(
    country=_cities["country_code"].map({"AA": "Aland", "BB": "Beland"}),
    region=_cities["country_code"].map({"AA": "Europe", "BB": "Asia"}),
    population=pd.to_numeric(_cities["population"].mask(_cities["population"] == "")),
    size=[
        "small" if each in _small else "" if each in _unknown else "large"
        for each in _cities["participant"]
    ],
    member_state=[
        {"gamma": "no longer a member", "theta": "not yet a member"}.get(
            each, "member" if each else "not a member"
        )
        for each in _cities["member"]
    ],
    consent="",
)

QUESTIONS = pd.DataFrame(
    [
        ["plan", "Is there a plan?", "Economy", True],
        ["budget", "Is there a budget?", "", True],
        ["parks", "Are there parks?", "Living", False],
        ["trams", "Are there trams?", "Living", False],
    ],
    columns=["question", "wording", "area", "required"],
)

REPLIES = (
    pd.read_csv(io.StringIO(invented.ANSWERS), dtype=str)
    .rename(columns={"item": "question"})[["participant", "question"]]
    .assign(draft=lambda frame: frame["participant"] == "zeta")
)

SKIPPED = pd.DataFrame({"participant": ["zeta"], "question": ["parks"]})

MEMBERS = pd.DataFrame(
    {
        "member": ["alpha", "beta", "eta", "gamma", "omega", "theta", "zeta"],
        "member_state": ["member"] * 3
        + ["no longer a member", "member", "not yet a member", "member"],
    }
)

CALENDAR = pd.DataFrame(
    [
        [each["step"], each["due"], each["done"] or ""]
        for each in invented.PREPARING["preparation"]["calendar"]  # type: ignore[index]
    ],
    columns=["step", "due", "done"],
)
