"""Sentences for people, in their language: statuses, reasons, figures, refusals."""

from pipelines.wording.sentences import explain, figure, say, shown_value

__all__ = ["explain", "figure", "say", "shown_value"]
