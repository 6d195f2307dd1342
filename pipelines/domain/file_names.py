"""What an uploaded file may be called.  Its name comes from outside: it is shown, and never followed as a path."""

import re
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


_PROGRAMS = re.compile(
    r"\.(apk|app|bat|chm|cmd|com|cpl|dll|dmg|exe|hta|inf|iso|jar|jse?|lnk|ms[ip]|pif|ps1|reg|sc[fr]|sh|so|vb[es]|ws[fh])",
    re.IGNORECASE,
)
"""Endings of what a double click runs."""
_HEADS = (b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!/", b"#! /")
"""How programs for Linux, macOS and Java, and scripts, begin."""
_HEAD_OF_WINDOWS, _LOOKED_AT = b"MZ", 4_096


def program_in(content: bytes, name: str) -> str:
    """What shows that a file runs, its ending or its first bytes; empty where it is no program."""
    ending = PurePosixPath(name).suffix
    if _PROGRAMS.fullmatch(ending):
        return ending
    head = content[:_LOOKED_AT]
    if any(head.startswith(each) for each in _HEADS):
        return "ELF/Mach-O/script"
    is_windows = head.startswith(_HEAD_OF_WINDOWS) and (b"PE\0\0" in head or b"This program" in head)
    return "EXE" if is_windows else ""
