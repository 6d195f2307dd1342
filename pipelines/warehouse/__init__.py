"""Editions of the warehouse: built from tables by SQL, checked, published atomically, read read-only."""
