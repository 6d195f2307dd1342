"""督办与整改: what was given to whom by when, and the problems of any source until they are closed."""

from dashboards import view
from dashboards.i18n import t
from dashboards.widgets import recording, rectifying, tasks
from dashboards.widgets.blocks import notice, section

seen = view.current()
if seen.edition is not None:
    section(t("tasks.title", seen.language), t("tasks.note", seen.language))
    notice(t("tasks.not_now", seen.language))
else:
    recording.said()
    tasks.mine(seen)
    tasks.listed(seen)
    tasks.assign(seen)
    rectifying.listed(seen)
    rectifying.find(seen)
