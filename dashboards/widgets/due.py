"""到期提醒: what falls due in the days after the edition's date."""

from html import escape

from dashboards.i18n import t
from dashboards.view import View
from pipelines.api import worded

DAYS = 30
LATER = 366  # a date of a rule comes round within a year


def reminders(seen: View) -> str:
    """HTML: each thing with its day, the days left, its basis and who acts; without any, the next one there is."""
    language = seen.language
    items = seen.board.upcoming(seen.organisation_id, DAYS)
    html = []
    if not items:
        html.append(f'<li class="note">{escape(t("due.none", language, days=DAYS))}</li>')
        items = seen.board.upcoming(seen.organisation_id, LATER)[:1]
    for item in items:
        left = t("due.today" if item["days_left"] == 0 else "due.left", language, days=item["days_left"])
        basis = worded(item, "basis", language) or t(f"due.{item['source']}", language)
        owner = t("metric.owner", language, owner=worded(item, "owner", language))
        html.append(
            f'<li><time datetime="{item["due_on"]}">{item["due_on"]:%m-%d}</time><b>{escape(seen.name(item))}</b>'
            f'<span class="chip">{escape(left)}</span><span class="note">{escape(owner)} · {escape(basis)}</span></li>'
        )
    return f'<ul class="due">{"".join(html)}</ul>'
