"""数据填报: figures that no document and no ledger gives, typed by a person and sent on to review."""

from dashboards import view
from dashboards.i18n import t
from dashboards.widgets import entering
from dashboards.widgets.blocks import notice, section

seen = view.current()
section(t("entry.title", seen.language), t("entry.note", seen.language))
if seen.edition is not None:
    notice(t("entry.not_now", seen.language))
else:
    entering.form(seen)
    entering.listed(seen)
