"""Fazhi Board: from reports and ledgers to figures that open their own sentence."""

__version__ = "0.1.0"
