"""`python -m tests.sign_in.days_later`: the board on a later day, as many days from now as a file says (DAYS_LATER)."""

import os
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

from dashboards import server
from pipelines.jobs import days


class Later(datetime):
    """Now, so many days later.  Sign-in and the register keep the clock of this machine."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + timedelta(days=int(Path(os.environ["DAYS_LATER"]).read_text(encoding="utf-8")))


if __name__ == "__main__":
    days.datetime = Later
    server.main()
