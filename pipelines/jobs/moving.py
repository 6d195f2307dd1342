"""`register copy`: every decision with its words and names into another database, from SQLite to PostgreSQL or back."""

from pipelines.domain.errors import RegisterEmpty
from pipelines.domain.register import Head
from pipelines.jobs.register import has_register, register_url
from pipelines.jobs.settings import Settings
from pipelines.jobs.verify import verify_register
from pipelines.register.copying import Watch, copy_register
from pipelines.register.engines import proved_url, shown


def copy_to(settings: Settings, to: str, watch: Watch) -> Head:
    """Copy the register to the URL `to`; the end of the chain that both then have.

    Raises BadSetting, RegisterEmpty, RegisterAltered (a register that doesn't hold isn't copied as if it did), and what
    `copy_register` raises.  Decisions that are recorded meanwhile stay behind: the board is stopped first.
    """
    proved_url(to, where="TO")
    if not has_register(settings):
        raise RegisterEmpty(where=shown(register_url(settings)))
    verify_register(settings)
    return copy_register(register_url(settings), to, watch)


def is_own_file(settings: Settings, url: str) -> bool:
    """Whether a URL is where the register lies when FAZHI_REGISTER_URL isn't set."""
    return url == register_url(settings.model_copy(update={"register_url": None}))
