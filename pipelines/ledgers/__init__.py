"""Ledgers (台账): reading what offices keep, checking it row by row, and counting it."""

from pipelines.ledgers.check import Checked, Reading, check_csv, check_sheets

__all__ = ["Checked", "Reading", "check_csv", "check_sheets"]
