"""材料库: files that are stored once and stand as evidence in many places."""

from dashboards import view
from dashboards.i18n import t
from dashboards.widgets import material_store
from dashboards.widgets.blocks import notice, section
from pipelines.api import materials

seen = view.current()
if seen.edition is not None:
    section(t("materials.title", seen.language), t("materials.note", seen.language))
    notice(t("materials.not_now", seen.language))
else:
    rows = materials(seen.organisation_id, withdrawn=True)
    chosen = next((row for row in rows if row["material_id"] == seen.material_id), None)
    if chosen is not None:
        material_store.one(seen, chosen)
    else:
        section(t("materials.title", seen.language), t("materials.note", seen.language))
        if seen.material_id is not None:
            shown = seen.name(seen.organisation)
            notice(t("materials.unknown", seen.language, name=shown, id=seen.material_id[:12]))
        material_store.upload(seen)
        material_store.listed(seen, rows)
