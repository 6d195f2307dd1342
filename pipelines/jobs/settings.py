"""What a person may set, from the environment (docs/settings.md)."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from pipelines.domain.errors import BadSetting
from pipelines.domain.register import STORES
from pipelines.domain.roles import ROLES
from pipelines.domain.scope import PEERS, SHOWABLE
from pipelines.wording import languages

_ALLOWED = {
    "data": "FOLDER",
    "language": ", ".join(languages()),
    "approval": "true, false",
    "register_url": STORES,
    "review_steps": "1, 2, 3",
    "keep_candidates": "1, 2, 3 …",
    "max_document_mb": "> 0",
    "max_unpacked_mb": "> 0",
    "max_html_mb": "> 0",
    "max_pages": "1, 2, 3 …",
    "max_columns": "1, 2, 3 …",
    "max_cells": "1, 2, 3 …",
    "max_ledger_mb": "> 0",
    "max_ledger_cells": "1, 2, 3 …",
    "max_material_mb": "> 0",
    "reader_seconds": "> 0",
    "reader_memory_mb": "200–4000",
    "query_seconds": "> 0",
    "query_memory_mb": "300–8000",
    "query_rows": "1, 2, 3 …",
    "query_mb": "> 0",
    "queries_at_once": "1, 2, 3 …",
    "api_per_minute": "> 0",
    "peers": ", ".join(PEERS),
    "public": "*, ORGANISATION,ORGANISATION …",
    "public_shows": ", ".join(SHOWABLE),
    "sign_in": "FILE",
    "role_claim": "NAME, NAME.NAME",
    "organisation_claim": "NAME, NAME.NAME",
    "name_claim": "NAME, NAME.NAME",
    "role_names": "NAME=reviewer,NAME=approver …",
}


class Settings(BaseSettings):
    """Each is read from FAZHI_… once a command or a page starts.  Raises BadSetting, DriverMissing."""

    model_config = SettingsConfigDict(env_prefix="FAZHI_", frozen=True)

    data: Path = Path("data")
    language: str = "zh"
    approval: bool = False
    register_url: str | None = Field(default=None, repr=False)  # it may hold a password
    review_steps: int = Field(default=1, ge=1, le=3)
    keep_candidates: int = Field(default=3, ge=1)
    max_document_mb: float = Field(default=50, gt=0)
    max_unpacked_mb: float = Field(default=200, gt=0)
    max_html_mb: float = Field(default=20, gt=0)
    max_pages: int = Field(default=1_000, ge=1)
    max_columns: int = Field(default=1_000, ge=1)
    max_cells: int = Field(default=500_000, ge=1)
    max_ledger_mb: float = Field(default=300, gt=0)
    max_ledger_cells: int = Field(default=3_000_000, ge=1)
    max_material_mb: float = Field(default=100, gt=0)
    reader_seconds: float = Field(default=30, gt=0)
    reader_memory_mb: int = Field(default=1_000, ge=200, le=4_000)
    query_seconds: float = Field(default=10, gt=0)
    query_memory_mb: int = Field(default=1_000, ge=300, le=8_000)
    query_rows: int = Field(default=10_000, ge=1)
    query_mb: float = Field(default=20, gt=0)
    queries_at_once: int = Field(default=2, ge=1)
    api_per_minute: float = Field(default=600, gt=0)
    peers: str = "percentiles"
    public: str = ""
    public_shows: str = ""
    sign_in: Path | None = None
    role_claim: str = Field(default="roles", min_length=1)
    organisation_claim: str = Field(default="organisations", min_length=1)
    name_claim: str = Field(default="name", min_length=1)
    role_names: str = ""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What a caller gives, then the environment; no files, which every page would look for again."""
        return init_settings, env_settings

    @field_validator("peers")
    @classmethod
    def _is_known(cls, peers: str) -> str:
        if peers not in PEERS:
            raise ValueError
        return peers

    @field_validator("public_shows")
    @classmethod
    def _are_showable(cls, kinds: str) -> str:
        if not _listed(kinds) <= set(SHOWABLE):
            raise ValueError
        return kinds

    @property
    def public_organisations(self) -> frozenset[str] | None:
        """Whose goals and figures strangers see without sign-in; None: every organisation's."""
        return None if self.public == "*" else _listed(self.public)

    @property
    def shown_to_strangers(self) -> frozenset[str]:
        """Of pipelines.domain.scope.SHOWABLE."""
        return _listed(self.public_shows)

    @field_validator("role_names")
    @classmethod
    def _names_roles(cls, names: str) -> str:
        for pair in filter(None, names.split(",")):
            name, _, role = pair.partition("=")
            if not name.strip() or role.strip() not in ROLES:
                raise ValueError
        return names

    @field_validator("language")
    @classmethod
    def _is_spoken(cls, language: str) -> str:
        if language not in languages():
            raise ValueError
        return language

    @field_validator("register_url")
    @classmethod
    def _is_reachable_by_a_driver(cls, url: str | None) -> str | None:
        if not url:
            return None
        # here and not above: most processes, such as those that read files, have no use for a database's libraries
        from pipelines.register.engines import proved_url

        return proved_url(url, where="FAZHI_REGISTER_URL")

    def __init__(self, **values: Any):
        try:
            super().__init__(**values)
        except ValidationError as error:
            detail = error.errors()[0]
            name = str(detail["loc"][0])
            raise BadSetting(where=f"FAZHI_{name}".upper(), found=detail["input"], allowed=_ALLOWED[name]) from None


def _listed(names: str) -> frozenset[str]:
    return frozenset(name.strip() for name in names.split(",") if name.strip())


def current_settings() -> Settings:
    """What the environment says now, read again only once it says something else.  Raises BadSetting."""
    return _read(tuple((name, value) for name, value in os.environ.items() if name.upper().startswith("FAZHI_")))


@lru_cache(4)
def _read(_environment: tuple[tuple[str, str], ...]) -> Settings:
    return Settings()
