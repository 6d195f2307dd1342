"""The one door for pages and notebooks.

>>> board = open_board()                       # the published edition under ./data
>>> board.metric_year(year=2023)               # one row per organisation, metric and year
>>> board.observation(observation_id)          # a figure's sentence, document and history
>>> ledger_template("clean_ups")               # what pages hand out and take in: see pipelines.api.intake
"""

from pipelines.api.board import SUBJECTS, Board, current_edition, open_board
from pipelines.api.intake import (
    LedgerCheck,
    build_board,
    check_ledger,
    ledger_columns,
    ledger_template,
    load_ledger,
    marked_ledger,
)
from pipelines.domain.errors import BoardError, EditionTooOld
from pipelines.jobs.settings import Settings
from pipelines.wording import explain, figure, place_text, progress_sentence, say, shown_value, target_text

__all__ = [
    "SUBJECTS",
    "Board",
    "BoardError",
    "EditionTooOld",
    "LedgerCheck",
    "Settings",
    "build_board",
    "check_ledger",
    "current_edition",
    "explain",
    "figure",
    "ledger_columns",
    "ledger_template",
    "load_ledger",
    "marked_ledger",
    "open_board",
    "place_text",
    "progress_sentence",
    "say",
    "shown_value",
    "target_text",
]
