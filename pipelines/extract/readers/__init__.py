"""Files → text.  One reader a format; each refuses what it can't read with a message."""

from pipelines.extract.readers.plain import check_name, decode_text

__all__ = ["check_name", "decode_text"]
