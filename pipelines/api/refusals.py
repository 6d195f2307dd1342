"""What a refusal says on a page and to a program, where it may be read by who mustn't know how the board is run."""

from pipelines.domain.errors import BoardError, RegisterUncertain, RegisterUnreachable
from pipelines.domain.words import Words
from pipelines.jobs.settings import current_settings
from pipelines.wording import explain as said

DATABASE = Words(zh="数据库", en="The database")


def explain(error: BoardError, language: str) -> str:
    """What the refusal says, without where the data root lies and, with sign-in, without the register's address."""
    try:
        settings = current_settings()
    except BoardError:  # of the settings themselves: nothing is known yet that could be told
        return said(error, language)
    if settings.sign_in and isinstance(error, RegisterUnreachable | RegisterUncertain):
        error = type(error)(**{**error.parts, "where": DATABASE, "found": "—"})
    root = settings.data.resolve().as_posix()
    return said(error, language).replace(f"{root}/", "").replace(f"{settings.data.absolute().as_posix()}/", "")
