"""The one door for pages and notebooks.

>>> board = open_board()                       # the published edition under ./data
>>> board.metric_year(year=2023)               # one row per organisation, metric and year
>>> board.observation(observation_id)          # a figure's sentence, document and history
>>> ledger_template("clean_ups")               # what pages hand out and take in: see pipelines.api.intake
"""

from pipelines.api.board import SUBJECTS, Board, current_edition, open_board
from pipelines.api.documents import (
    DocumentCheck,
    DocumentsLoaded,
    build_edition,
    check_document,
    load_documents,
)
from pipelines.api.hand import enter_figure, hand_figures, person_named, typed_before, withdraw_hand_figure
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
from pipelines.api.materials import (
    add_material,
    change_material,
    material_content,
    material_uses,
    materials,
    materials_named,
    owner_names,
    purge_material,
    withdraw_material,
)
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
from pipelines.api.said import minute_said
from pipelines.domain.errors import BoardError, EditionTooOld
from pipelines.jobs.corrections import Wanted
from pipelines.jobs.hand import Typed
from pipelines.jobs.materials import MaterialCard
from pipelines.jobs.proposing import Intake
from pipelines.jobs.review import Looked
from pipelines.jobs.settings import Settings
from pipelines.wording import explain, figure, place_text, progress_sentence, say, shown_value, target_text

__all__ = [
    "SUBJECTS",
    "Board",
    "BoardError",
    "DocumentCheck",
    "DocumentsLoaded",
    "EditionTooOld",
    "Intake",
    "LedgerCheck",
    "Looked",
    "MaterialCard",
    "Queued",
    "Settings",
    "Typed",
    "Wanted",
    "accept_figures",
    "accept_late_rows",
    "add_material",
    "build_edition",
    "change_material",
    "check_document",
    "check_ledger",
    "current_edition",
    "decide_figure",
    "decisions_since",
    "enter_figure",
    "explain",
    "figure",
    "figure_history",
    "give_to_metric",
    "hand_figures",
    "late_rows",
    "ledger_columns",
    "ledger_template",
    "load_documents",
    "load_ledger",
    "lock_ledger",
    "locked_until",
    "marked_ledger",
    "material_content",
    "material_uses",
    "materials",
    "materials_named",
    "metric_names",
    "minute_said",
    "note_figure",
    "open_board",
    "open_quantities",
    "owner_names",
    "person_named",
    "place_text",
    "progress_sentence",
    "purge_material",
    "review_queue",
    "say",
    "send_figure_back",
    "shown_value",
    "step_of",
    "take_from_metric",
    "target_text",
    "typed_before",
    "undo_figure",
    "withdraw_hand_figure",
    "withdraw_material",
]
