"""From a report's text to what it states, every statement with its place.  Pure after the reader."""

from pipelines.extract.observe import Extraction, ReportReader, read_report
from pipelines.extract.proposals import (
    proposed_organisation,
    proposed_publication,
    proposed_title,
    proposed_type,
    proposed_year,
)

__all__ = [
    "Extraction",
    "ReportReader",
    "proposed_organisation",
    "proposed_publication",
    "proposed_title",
    "proposed_type",
    "proposed_year",
    "read_report",
]
