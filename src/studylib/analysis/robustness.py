"""How sure scores are: the names of `uncertainty`, `sensitivity`, `choices` and `sampling` in one place."""

from __future__ import annotations

from studylib.analysis.choices import (
    Choice,
    aggregation,
    imputation,
    leave_out,
    noisy_weights,
    normalisation,
    sampling,
    treatment,
    weights,
)
from studylib.analysis.sensitivity import Sensitivity, sensitivity
from studylib.analysis.uncertainty import Uncertainty, rebuild, uncertainty

__all__ = [
    "Choice",
    "Sensitivity",
    "Uncertainty",
    "aggregation",
    "imputation",
    "leave_out",
    "noisy_weights",
    "normalisation",
    "rebuild",
    "sampling",
    "sensitivity",
    "treatment",
    "uncertainty",
    "weights",
]
