"""What a person may set, from the environment (docs/settings.md)."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Each is read from FAZHI_… once a command or a page starts."""

    model_config = SettingsConfigDict(env_prefix="FAZHI_", frozen=True)

    data: Path = Path("data")
    language: Literal["zh", "en"] = "zh"
    approval: bool = False
    keep_candidates: int = Field(default=3, ge=0)
