"""The one door for pages and notebooks.

>>> board = open_board()                       # the published edition under ./data
>>> board.metric_year(year=2023)               # one row per organisation, metric and year
>>> board.observation(observation_id)          # a figure's sentence, document and history
>>> ledger_template("clean_ups")               # what pages hand out and take in: see pipelines.api.intake
"""

from pipelines.api.approving import approve_edition, send_edition_back, waiting_editions
from pipelines.api.board import SUBJECTS, Board, current_edition, open_board
from pipelines.api.differences import Compared, compared, settle_difference, undo_settlement
from pipelines.api.documents import (
    DocumentCheck,
    DocumentsLoaded,
    build_edition,
    check_document,
    load_documents,
)
from pipelines.api.intake import (
    LedgerCheck,
    check_ledger,
    ledger_columns,
    ledger_template,
    load_ledger,
    marked_ledger,
)
from pipelines.api.ledgers import accept_late_rows, late_rows, ledger_seen, lock_ledger, locked_until
from pipelines.api.log import PAGE as LOG_PAGE
from pipelines.api.log import LogFilter, check_log, export_log, log_choices, log_page, may_export_log
from pipelines.api.mapping import give_to_metric, open_quantities, take_from_metric
from pipelines.api.review import (
    Queued,
    accept_figures,
    decide_figure,
    decisions_since,
    figure_history,
    metric_names,
    note_figure,
    review_queue,
    send_figure_back,
    step_of,
    undo_figure,
)
from pipelines.domain.errors import BoardError, EditionTooOld
from pipelines.jobs.corrections import Wanted
from pipelines.jobs.proposing import Intake
from pipelines.jobs.review import Looked
from pipelines.jobs.settings import Settings
from pipelines.wording import explain, figure, place_text, progress_sentence, say, shown_value, target_text

__all__ = [
    "LOG_PAGE",
    "SUBJECTS",
    "Board",
    "BoardError",
    "Compared",
    "DocumentCheck",
    "DocumentsLoaded",
    "EditionTooOld",
    "Intake",
    "LedgerCheck",
    "LogFilter",
    "Looked",
    "Queued",
    "Settings",
    "Wanted",
    "accept_figures",
    "accept_late_rows",
    "approve_edition",
    "build_edition",
    "check_document",
    "check_ledger",
    "check_log",
    "compared",
    "current_edition",
    "decide_figure",
    "decisions_since",
    "explain",
    "export_log",
    "figure",
    "figure_history",
    "give_to_metric",
    "late_rows",
    "ledger_columns",
    "ledger_seen",
    "ledger_template",
    "load_documents",
    "load_ledger",
    "lock_ledger",
    "locked_until",
    "log_choices",
    "log_page",
    "marked_ledger",
    "may_export_log",
    "metric_names",
    "note_figure",
    "open_board",
    "open_quantities",
    "place_text",
    "progress_sentence",
    "review_queue",
    "say",
    "send_edition_back",
    "send_figure_back",
    "settle_difference",
    "shown_value",
    "step_of",
    "take_from_metric",
    "target_text",
    "undo_figure",
    "undo_settlement",
    "waiting_editions",
]
