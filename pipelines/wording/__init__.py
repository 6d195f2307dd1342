"""Sentences for people, in their language: statuses, reasons, figures, refusals."""

from pipelines.wording.places import place_text
from pipelines.wording.progress import progress_figure, progress_sentence, status_word, target_text
from pipelines.wording.rounding import rounded_share
from pipelines.wording.sentences import (
    LANGUAGES,
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
    "LANGUAGES",
    "can_say",
    "change_sentence",
    "explain",
    "figure",
    "forecast_sentence",
    "place_text",
    "progress_figure",
    "progress_sentence",
    "reconciliation_sentence",
    "rounded_share",
    "say",
    "shown_value",
    "signing_sentence",
    "status_word",
    "target_text",
    "window_name",
]
