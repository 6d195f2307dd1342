"""留痕记录: every decision in plain words, the latest first, by period, kind, person and text; ?p= which page."""

from dashboards import view
from dashboards.i18n import t
from dashboards.widgets import log
from dashboards.widgets.blocks import section

seen = view.current()
section(t("log.title", seen.language), t("log.note", seen.language))
asked = log.asked(seen)
log.filters(seen, asked)
log.listed(seen, asked)
log.check(seen)
