"""What a refusal says where others than the administrator may read it."""

from pathlib import Path

import pytest

from pipelines.api import explain
from pipelines.domain.errors import RegisterUncertain, RegisterUnreachable, UnreadableEdition

ADDRESS = "postgresql+psycopg://fazhi:***@192.0.2.7:5432/board"
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


@LANGUAGES
def test_a_file_is_named_from_the_data_root_on(data_root: Path, language: str) -> None:
    said = explain(UnreadableEdition(where=data_root / "warehouse" / "editions" / "x" / "manifest.json"), language)
    assert str(data_root) not in said and "warehouse/editions/x/manifest.json" in said


@LANGUAGES
@pytest.mark.parametrize("error", [RegisterUnreachable, RegisterUncertain])
def test_with_sign_in_nobody_is_told_where_the_register_is(
    data_root: Path, monkeypatch: pytest.MonkeyPatch, error: type, language: str
) -> None:
    refused = error(where=ADDRESS, found='connection to server at "192.0.2.7", port 5432 failed')
    assert "192.0.2.7" in explain(refused, language)
    monkeypatch.setenv("FAZHI_SIGN_IN", str(data_root / "sign-in.toml"))
    said = explain(refused, language)
    assert "192.0.2.7" not in said and "fazhi" not in said and {"zh": "数据库", "en": "The database"}[language] in said


def test_a_setting_that_is_none_is_still_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_REGISTER_URL", "nothing")
    assert explain(RegisterUnreachable(where="a", found="b"), "en").startswith("a: ")
