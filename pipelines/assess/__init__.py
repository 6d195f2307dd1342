"""Assessing: marks by rules, their sums, grades, draws and agreement.  Pure: values in, values out."""

from pipelines.assess.agreement import Agreement, Pair, agreement
from pipelines.assess.draws import drawn
from pipelines.assess.grades import Graded, graded, places_of
from pipelines.assess.rules import due_day, proposal, rounded
from pipelines.assess.totals import total

__all__ = [
    "Agreement",
    "Graded",
    "Pair",
    "agreement",
    "drawn",
    "due_day",
    "graded",
    "places_of",
    "proposal",
    "rounded",
    "total",
]
