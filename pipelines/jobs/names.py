"""What a document is called once it is loaded, alone or with a hundred thousand others."""

import re

from pipelines.domain.catalogue import Organisation


def document_id_of(organisation_id: str, year: int, digest: str) -> str:
    """The id that a document gets when it is loaded: who, when, and the first characters of its bytes' sha256."""
    return f"{organisation_id.replace('_', '-')}-{year}-{digest[:12]}"


def proposed_title(text: str, organisation: Organisation, year: int) -> str:
    """The first line, where it is short enough and says what it is; else the report's usual name."""
    line = text.lstrip().split("\n", 1)[0].strip(" \t#\u3000")
    if 6 <= len(line) <= 60 and re.search(r"报告|情况|总结|汇报", line):
        return line
    return f"{organisation.name.zh}{year}年度法治政府建设年度报告"
