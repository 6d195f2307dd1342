"""Files → text.  One reader a format; each refuses what it can't read with a message."""

from pipelines.extract.readers.plain import decode_text, read_plain

__all__ = ["decode_text", "read_plain"]
