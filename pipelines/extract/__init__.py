"""From a report's text to what it states, every statement with its place.  Pure after the reader."""

from pipelines.extract.observe import (
    Extraction,
    ReportReader,
    proposed_organisation,
    proposed_year,
    read_report,
)

__all__ = ["Extraction", "ReportReader", "proposed_organisation", "proposed_year", "read_report"]
