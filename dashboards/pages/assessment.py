"""法治建设考评: one round of the assessment, by what who looks has to do in it."""

from dashboards import view
from dashboards.i18n import t
from dashboards.widgets import (
    assess_compare,
    assess_fill,
    assess_frame,
    assess_grades,
    assess_opening,
    assess_plan,
    assess_results,
    assess_review,
    assess_tasks,
    recording,
)
from dashboards.widgets.blocks import notice, section

DRAWN = {
    "tasks": assess_tasks.draw,
    "fill": assess_fill.draw,
    "review": assess_review.draw,
    "differences": assess_compare.draw,
    "grades": assess_grades.draw,
    "results": assess_results.draw,
    "plan": assess_plan.draw,
}

seen = view.current()
section(t("assess.title", seen.language), t("assess.note", seen.language))
if seen.edition is not None:
    notice(t("assess.not_now", seen.language))
else:
    recording.said()
    at = assess_frame.chosen(seen)
    if at is None:
        assess_opening.open_one(seen)
    else:
        assess_frame.head(seen, at)
        DRAWN[assess_frame.part(seen, at)](seen, at)
