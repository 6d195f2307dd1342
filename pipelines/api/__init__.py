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
from pipelines.api.files import table_file
from pipelines.api.hand import enter_figure, hand_figures, person_named, typed_before, withdraw_hand_figure
from pipelines.api.handing import OpenItem, hand_over, ids_of, open_items
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
from pipelines.api.log import LogFilter, check_log, export_log, log_choices, log_page, may_check_log, may_export_log
from pipelines.api.mapping import give_to_metric, open_quantities, take_from_metric
from pipelines.api.maps import flat_map
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
from pipelines.api.people import as_now, asked_by, may, people_come_from, person, prove_may, refusal_of, rows_key
from pipelines.api.progress import (
    judge_record,
    last_seen,
    record_progress,
    records_about,
    set_targets,
    target_history,
    undo_record,
    undo_target,
)
from pipelines.api.quality import MOST_BREACHES, checks_said, coverage_states
from pipelines.api.query import (
    answer_file,
    example_queries,
    offered_tables,
    query_expression,
    remove_query,
    run_query,
    save_query,
    saved_before,
    saved_query_rows,
)
from pipelines.api.refusals import explain
from pipelines.api.review import (
    Queued,
    accept_figures,
    action_of,
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
from pipelines.api.supervision import (
    answer_task,
    assign_task,
    close_task,
    find_problem,
    my_offices,
    postpone_task,
    rectifications,
    return_task,
    tasks,
    undo_problem,
    undo_task,
)
from pipelines.api.tokens import issue_token, issued_tokens, revoke_token
from pipelines.domain.errors import BoardError, EditionTooOld, NothingOfTheirs, NotSignedIn, SignInIncomplete
from pipelines.domain.maps import PlaceMap
from pipelines.domain.queries import LONGEST as LONGEST_QUERY
from pipelines.domain.queries import Answer
from pipelines.domain.records import SOURCES, STATES, Proof
from pipelines.domain.register import Subject
from pipelines.domain.roles import ROLES
from pipelines.jobs.corrections import Wanted
from pipelines.jobs.days import today
from pipelines.jobs.hand import Typed
from pipelines.jobs.holders import HandOver
from pipelines.jobs.materials import MaterialCard
from pipelines.jobs.people import OWN, Person
from pipelines.jobs.progress import Noted
from pipelines.jobs.proposing import Intake
from pipelines.jobs.review import Looked
from pipelines.jobs.root import prove_private
from pipelines.jobs.settings import Settings, current_settings
from pipelines.jobs.sign_in import is_account, person_of
from pipelines.jobs.supervision import Found, Order
from pipelines.jobs.targets import WITHOUT_CHOICE, Aim
from pipelines.jobs.tokens import Grant
from pipelines.wording import (
    base_of,
    bounded_figure,
    change_sentence,
    figure,
    languages,
    page_labels,
    place_text,
    progress_sentence,
    rounded_share,
    say,
    shown_value,
    target_text,
    text_of,
    window_name,
    worded,
)

__all__ = [
    "LOG_PAGE",
    "LONGEST_QUERY",
    "MOST_BREACHES",
    "OWN",
    "ROLES",
    "SOURCES",
    "STATES",
    "SUBJECTS",
    "WITHOUT_CHOICE",
    "Administered",
    "Aim",
    "Answer",
    "Board",
    "BoardError",
    "Compared",
    "DocumentCheck",
    "DocumentsLoaded",
    "EditionTooOld",
    "Entry",
    "EntryAt",
    "Found",
    "Grant",
    "HandOver",
    "Intake",
    "LedgerCheck",
    "LogFilter",
    "Looked",
    "MaterialCard",
    "NotSignedIn",
    "Noted",
    "NothingOfTheirs",
    "OpenItem",
    "Order",
    "Person",
    "PlaceMap",
    "Proof",
    "Queued",
    "Role",
    "Settings",
    "SignInIncomplete",
    "Subject",
    "Typed",
    "Wanted",
    "accept_figures",
    "accept_late_rows",
    "action_of",
    "add_entry",
    "add_material",
    "administered",
    "answer_file",
    "answer_task",
    "approve_edition",
    "as_now",
    "asked_by",
    "assign_role",
    "assign_task",
    "base_of",
    "bounded_figure",
    "build_edition",
    "change_entry",
    "change_material",
    "change_sentence",
    "check_document",
    "check_ledger",
    "check_log",
    "checks_said",
    "close_task",
    "compared",
    "coverage_states",
    "current_edition",
    "current_settings",
    "decide_figure",
    "decisions_since",
    "end_role",
    "enter_figure",
    "entry_history",
    "erase_person",
    "example_queries",
    "explain",
    "export_log",
    "figure",
    "figure_history",
    "find_problem",
    "flat_map",
    "give_to_metric",
    "hand_figures",
    "hand_over",
    "ids_of",
    "is_account",
    "issue_token",
    "issued_tokens",
    "judge_record",
    "languages",
    "last_seen",
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
    "material_content",
    "material_uses",
    "materials",
    "materials_named",
    "may",
    "may_administer",
    "may_check_log",
    "may_export_log",
    "metric_names",
    "minute_said",
    "my_offices",
    "note_figure",
    "offered_tables",
    "open_board",
    "open_items",
    "open_quantities",
    "owner_names",
    "page_labels",
    "people_come_from",
    "people_names",
    "person",
    "person_named",
    "person_of",
    "place_text",
    "postpone_task",
    "progress_sentence",
    "prove_may",
    "prove_private",
    "purge_material",
    "query_expression",
    "record_progress",
    "records_about",
    "rectifications",
    "refusal_of",
    "remove_entry",
    "remove_query",
    "return_task",
    "review_queue",
    "revoke_token",
    "role_holders",
    "rounded_share",
    "rows_key",
    "run_query",
    "save_query",
    "saved_before",
    "saved_query_rows",
    "say",
    "send_edition_back",
    "send_figure_back",
    "set_targets",
    "settle_difference",
    "shown_value",
    "step_of",
    "table_file",
    "take_from_metric",
    "target_history",
    "target_text",
    "tasks",
    "text_of",
    "today",
    "typed_before",
    "undo_changes",
    "undo_figure",
    "undo_problem",
    "undo_record",
    "undo_settlement",
    "undo_target",
    "undo_task",
    "waiting_editions",
    "window_name",
    "withdraw_hand_figure",
    "withdraw_material",
    "worded",
]
