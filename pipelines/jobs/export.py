"""`export`: figures of the published edition as a file for people outside the board."""

from datetime import date
from pathlib import Path

from pipelines.domain.errors import UnknownOrganisation, YearUnknown
from pipelines.domain.register import Head
from pipelines.exports.enforcement import Filled, enforcement_form
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings
from pipelines.warehouse import sql
from pipelines.warehouse.editions import Warehouse
from pipelines.wording import text_of


def export_enforcement(settings: Settings, organisation_id: str, year: int) -> bytes:
    """The yearly enforcement data of an organisation in the provincial form (.xlsx).

    Raises UnknownOrganisation, YearUnknown for a year that the edition knows nothing of, and what reading it raises.
    """
    warehouse = Warehouse(root_of(settings).warehouse)
    edition = warehouse.current_id()
    manifest = warehouse.manifest(edition)
    catalogue = catalogue_of(settings, until=Head(**manifest.register), as_of=date.fromisoformat(manifest.as_of))
    organisation = catalogue.organisation_of.get(organisation_id)
    if organisation is None:
        known = ", ".join(sorted(catalogue.organisation_of))
        raise UnknownOrganisation(where="--org", found=organisation_id, known=known)
    values = {"organisation_id": organisation_id, "year": year, "metric_id": None}
    with warehouse.connect(edition) as connection:
        rows = connection.sql(sql.query("metric_year"), params=values).to_arrow_table().to_pylist()
    if not rows:
        raise YearUnknown(where=organisation_id, found=year)
    name = text_of(organisation.name, settings.language)
    figures = {row["metric_id"]: row for row in rows}
    filled = Filled(name, organisation.level, year, figures, manifest.synthetic)
    return enforcement_form(catalogue.form, filled, settings.language)


def write_export(path: Path, content: bytes) -> None:
    """A file that is there whole or not at all."""
    loading = path.with_name(f".{path.name}.loading")
    loading.write_bytes(content)
    loading.replace(path)
