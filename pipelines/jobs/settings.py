"""What a person may set, from the environment (docs/settings.md)."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipelines.domain.errors import BadSetting

_ALLOWED = {
    "data": "FOLDER",
    "language": "zh, en",
    "approval": "true, false",
    "keep_candidates": "1, 2, 3 …",
    "max_document_mb": "> 0",
}


class Settings(BaseSettings):
    """Each is read from FAZHI_… once a command or a page starts.  Raises BadSetting."""

    model_config = SettingsConfigDict(env_prefix="FAZHI_", frozen=True)

    data: Path = Path("data")
    language: Literal["zh", "en"] = "zh"
    approval: bool = False
    keep_candidates: int = Field(default=3, ge=1)
    max_document_mb: float = Field(default=50, gt=0)

    def __init__(self, **values: Any):
        try:
            super().__init__(**values)
        except ValidationError as error:
            detail = error.errors()[0]
            name = str(detail["loc"][0])
            raise BadSetting(where=f"FAZHI_{name}".upper(), found=detail["input"], allowed=_ALLOWED[name]) from None
