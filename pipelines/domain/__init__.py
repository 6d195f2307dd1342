"""The words of the field as values.  Standard library only; every other room may import this one."""
