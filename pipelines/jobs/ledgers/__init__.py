"""Ledgers under data/ledgers: checked, loaded file by file, locked by period, and counted for a build."""
