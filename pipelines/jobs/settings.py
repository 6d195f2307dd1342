"""What a person may set, from the environment (docs/settings.md)."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipelines.domain.errors import BadSetting


class Settings(BaseSettings):
    """Each is read from FAZHI_… once a command or a page starts.  Raises BadSetting."""

    model_config = SettingsConfigDict(env_prefix="FAZHI_", frozen=True)

    data: Path = Path("data")
    language: Literal["zh", "en"] = "zh"
    approval: bool = False
    keep_candidates: int = Field(default=3, ge=1)

    def __init__(self, **values: Any):
        try:
            super().__init__(**values)
        except ValidationError as error:
            detail = error.errors()[0]
            name = f"FAZHI_{detail['loc'][0]}".upper()
            raise BadSetting(where=name, found=detail["input"], reason=detail["msg"]) from None
