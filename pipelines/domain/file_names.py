"""What an uploaded file may be called.  Its name comes from outside: it is shown, and never followed as a path."""

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

from pipelines.domain.errors import BadFileName

_LONGEST = 120
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Characters that control, hide or turn round what stands beside them."""


def plain_name(name: str) -> str:
    """The name itself.  Raises BadFileName for one that leads elsewhere, hides something, or is no name."""
    is_plain = name == PurePosixPath(name).name == PureWindowsPath(name).name and not name.startswith(".")
    if not name or len(name) > _LONGEST or not is_plain or name != shown_name(name):
        raise BadFileName(where=shown_name(name[:_LONGEST]) or "?")
    return name


def shown_name(name: str) -> str:
    """A name as a page can show it: what is not seen stands as �."""
    return "".join("\ufffd" if unicodedata.category(character) in _UNSEEN else character for character in name)
