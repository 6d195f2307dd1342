"""What a document is called once it is loaded, alone or with a hundred thousand others."""

from pipelines.domain.catalogue import Organisation
from pipelines.extract import proposed_title


def document_id_of(organisation_id: str, year: int, digest: str) -> str:
    """The id that a document gets when it is loaded: who, when, and the first characters of its bytes' sha256."""
    return f"{organisation_id.replace('_', '-')}-{year}-{digest[:12]}"


def title_of(text: str, organisation: Organisation, year: int, *, said: str | None) -> str:
    """The title that a file or its first line gives (`said`: the file's own); else the report's usual name."""
    return proposed_title(text, said=said) or f"{organisation.name.zh}{year}年度法治政府建设年度报告"
