"""Sentences for people, in their language: statuses, reasons, figures, refusals."""

from pipelines.wording.assessment import (
    figure_sentence,
    grade_sentence,
    mark_sentence,
    plain_marks,
    proposal_sentence,
    rule_sentence,
)
from pipelines.wording.language import base_of, languages, page_labels, text_of, worded
from pipelines.wording.places import place_text
from pipelines.wording.progress import progress_figure, progress_sentence, status_word, target_text
from pipelines.wording.rounding import rounded_share
from pipelines.wording.sentences import (
    bounded_figure,
    can_say,
    change_sentence,
    explain,
    figure,
    forecast_sentence,
    reconciliation_sentence,
    say,
    shown_value,
    signing_sentence,
    window_name,
)

__all__ = [
    "base_of",
    "bounded_figure",
    "can_say",
    "change_sentence",
    "explain",
    "figure",
    "figure_sentence",
    "forecast_sentence",
    "grade_sentence",
    "languages",
    "mark_sentence",
    "page_labels",
    "place_text",
    "plain_marks",
    "progress_figure",
    "progress_sentence",
    "proposal_sentence",
    "reconciliation_sentence",
    "rounded_share",
    "rule_sentence",
    "say",
    "shown_value",
    "signing_sentence",
    "status_word",
    "target_text",
    "text_of",
    "window_name",
    "worded",
]
