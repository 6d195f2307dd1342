"""Files → text with places.  One reader a format; each refuses what it can't read with a message."""

from pipelines.extract.readers.choose import kind_of, read_bytes
from pipelines.extract.readers.limits import Limits
from pipelines.extract.readers.plain import check_name, decode_text, decoded

__all__ = ["Limits", "check_name", "decode_text", "decoded", "kind_of", "read_bytes"]
