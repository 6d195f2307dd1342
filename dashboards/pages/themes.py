"""专题: what a year's sources state of one theme, its metrics, and what its ledgers know of it."""

from dashboards import view
from dashboards.i18n import t
from dashboards.widgets import theme_days, theme_ledgers, theme_places, themes
from dashboards.widgets.blocks import notice

seen = view.current()
metrics = seen.board.metric_year(seen.organisation_id, seen.year)
theme_id = themes.in_view(seen, metrics)
if seen.theme_id not in (None, theme_id):
    notice(t("theme.unknown", seen.language, theme=seen.theme_id[:60]))
rows = metrics[metrics["theme_id"] == theme_id]
uses = seen.board.theme_view(theme_id)
themes.chooser(seen, metrics, theme_id)
themes.stated(seen, rows)
counted = theme_ledgers.counted(seen, theme_id)
if not counted:
    themes.listed(seen, rows)
theme_days.of_theme(seen, uses)
theme_ledgers.rates(seen, uses)
if counted:
    themes.listed(seen, rows)
themes.linked(seen, theme_id, rows)
theme_ledgers.months(seen, counted)
theme_ledgers.parts(seen, theme_id, uses)
theme_places.of_theme(seen, uses)
