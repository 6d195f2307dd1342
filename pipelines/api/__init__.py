"""The one door for pages and notebooks.

>>> board = open_board()                       # the published edition under ./data
>>> board.metric_year(year=2023)               # one row per organisation, metric and year
>>> board.observation(observation_id)          # a figure's sentence, document and history
>>> ledger_template("clean_ups")               # what pages hand out and take in: see pipelines.api.intake
"""

from pipelines.api.administration import (
    Administered,
    Entry,
    EntryAt,
    Role,
    add_entry,
    administered,
    assign_role,
    change_entry,
    end_role,
    entry_history,
    erase_person,
    may_administer,
    people_names,
    remove_entry,
    role_holders,
    undo_changes,
)
from pipelines.api.board import SUBJECTS, Board, current_edition, open_board
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
from pipelines.api.ledgers import accept_late_rows, late_rows, lock_ledger, locked_until
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
from pipelines.jobs.days import today
from pipelines.jobs.proposing import Intake
from pipelines.jobs.review import Looked
from pipelines.jobs.settings import Settings
from pipelines.wording import explain, figure, place_text, progress_sentence, say, shown_value, target_text

__all__ = [
    "SUBJECTS",
    "Administered",
    "Board",
    "BoardError",
    "DocumentCheck",
    "DocumentsLoaded",
    "EditionTooOld",
    "Entry",
    "EntryAt",
    "Intake",
    "LedgerCheck",
    "Looked",
    "Queued",
    "Role",
    "Settings",
    "Wanted",
    "accept_figures",
    "accept_late_rows",
    "add_entry",
    "administered",
    "assign_role",
    "build_edition",
    "change_entry",
    "check_document",
    "check_ledger",
    "current_edition",
    "decide_figure",
    "decisions_since",
    "end_role",
    "entry_history",
    "erase_person",
    "explain",
    "figure",
    "figure_history",
    "give_to_metric",
    "late_rows",
    "ledger_columns",
    "ledger_template",
    "load_documents",
    "load_ledger",
    "lock_ledger",
    "locked_until",
    "marked_ledger",
    "may_administer",
    "metric_names",
    "note_figure",
    "open_board",
    "open_quantities",
    "people_names",
    "place_text",
    "progress_sentence",
    "remove_entry",
    "review_queue",
    "role_holders",
    "say",
    "send_figure_back",
    "shown_value",
    "step_of",
    "take_from_metric",
    "target_text",
    "today",
    "undo_changes",
    "undo_figure",
]
