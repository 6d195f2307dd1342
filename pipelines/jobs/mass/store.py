"""Mass data under data/documents: a folder a set, named by its hash, with a card; never overwritten.

The reports themselves aren't there.  Each figure still opens: its quote and its sentence are in the tables.  What a
document doesn't state is "not captured", since nobody can look into it.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.catalogue.strict import NotYaml, load_yaml
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import DocumentAltered, MassOverlaps, MissingFile, UnknownOrganisation, UnreadableCard
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.locks import alone
from pipelines.jobs.mass.rules import Seen, check_rows
from pipelines.jobs.mass.tables import DOCUMENTS, batches, rows, table_files
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings
from pipelines.warehouse.editions import file_sha256
from pipelines.warehouse.tables import SCHEMAS

CARD = "mass.yml"
EXTENT = "figures"
"""What the warehouse calls the extent of a document of which only the figures are held."""


class TableShape(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rows: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern=re.compile(r"^[0-9a-f]{64}$"))]


class CardShape(BaseModel):
    """mass.yml, key by key."""

    model_config = ConfigDict(extra="forbid")

    mass_id: str
    source: str
    tables: dict[Literal["documents", "observations", "unmapped", "practices", "problems", "goals"], TableShape]


@dataclass(frozen=True, slots=True)
class MassData:
    """A set of tables: its id, the name it was loaded by, and the rows and sha256 of each table."""

    mass_id: str
    source: str
    tables: dict[str, dict]


def ingest_tables(settings: Settings, observations: Path) -> MassData:
    """Prove `observations.parquet` and the tables beside it, and copy them under their hash; nothing is built.

    A set that is there already is left as it is.  Raises MissingFile, UnreadableTable, BadColumn, BadRow, and
    MassOverlaps where another set holds one of its documents.
    """
    root = root_of(settings)
    catalogue = catalogue_of(settings)
    files = table_files(observations)
    hashes = {name: file_sha256(path) for name, path in files.items()}
    mass_id = f"mass-{sha256(repr(sorted(hashes.items())).encode()).hexdigest()[:12]}"
    with alone(root.documents):
        if (root.documents / mass_id / CARD).exists():
            return read_mass_card(root.documents / mass_id / CARD)
        seen = Seen(catalogue)
        counts = {name: check_rows(path, name, rows(path, name), seen) for name, path in files.items()}
        for card in mass_cards(root.documents):
            other = card.parent / f"{DOCUMENTS}.parquet"
            if shared := sum(row["sha256"] in seen.hashes for row in rows(other, DOCUMENTS)):
                raise MassOverlaps(where=observations, count=shared, found=card.parent)
        tables = {name: {"rows": counts[name], "sha256": hashes[name]} for name in files}
        data = MassData(mass_id, f"{observations.parent.name}/{observations.name}", tables)
        _store(root.documents, data, files)
    return data


def mass_cards(folder: Path) -> list[Path]:
    """The cards of all sets, in a fixed order."""
    return sorted(card for card in folder.glob(f"*/{CARD}") if not card.parent.name.startswith("."))


def mass_files(folder: Path) -> list[Path]:
    """Every file that belongs to a set."""
    return [file for card in mass_cards(folder) for file in sorted(card.parent.iterdir())]


def mass_organisations(folder: Path) -> set[str]:
    """The organisations that the documents of all sets are of."""
    tables = [card.parent / f"{DOCUMENTS}.parquet" for card in mass_cards(folder)]
    return {
        each for table in tables for each in pq.read_table(table, columns=["organisation_id"])[0].unique().to_pylist()
    }


def read_mass_card(path: Path) -> MassData:
    """One set's card.  Raises UnreadableCard."""
    try:
        return MassData(**CardShape.model_validate(load_yaml(path.read_text(encoding="utf-8"))).model_dump())
    except NotYaml as error:
        raise UnreadableCard(where=path, line=error.line or "?") from None
    except (UnicodeDecodeError, ValidationError):
        raise UnreadableCard(where=path, line="?") from None


def mass_rows(folder: Path, catalogue: Catalogue, loaded: set[str]) -> Iterator[tuple[str, pa.RecordBatchReader]]:
    """(raw table, rows) of every set, for a build; a document that is `loaded` itself (its sha256) speaks for itself.

    Raises MissingFile, DocumentAltered and UnknownOrganisation.
    """
    for card in mass_cards(folder):
        data = read_mass_card(card)
        for name, table in data.tables.items():
            file = card.parent / f"{name}.parquet"
            if not file.is_file():
                raise MissingFile(where=file)
            if (found := file_sha256(file)) != table["sha256"]:
                raise DocumentAltered(where=file, expected=table["sha256"][:12], found=found[:12])
        left_out = _left_out(card.parent / f"{DOCUMENTS}.parquet", catalogue, loaded)
        for name in data.tables:
            schema = SCHEMAS[f"raw.{name}"]
            found = _raw_batches(card.parent / f"{name}.parquet", name, left_out)
            yield f"raw.{name}", pa.RecordBatchReader.from_batches(schema, found)


def _left_out(documents: Path, catalogue: Catalogue, loaded: set[str]) -> set[str]:
    left_out = set()
    for row in rows(documents, DOCUMENTS):
        if row["organisation_id"] not in catalogue.organisation_of:
            known = ", ".join(sorted(catalogue.organisation_of))
            raise UnknownOrganisation(where=documents, found=row["organisation_id"], known=known)
        if row["sha256"] in loaded:
            left_out.add(row["document_id"])
    return left_out


def _raw_batches(path: Path, name: str, left_out: set[str]) -> Iterator[pa.RecordBatch]:
    """A table's rows in the columns of its raw table; of a document the text isn't there, and its extent says so."""
    schema = SCHEMAS[f"raw.{name}"]
    for batch in batches(path, name):
        if left_out:
            batch = batch.filter(pa.array(each not in left_out for each in batch.column("document_id").to_pylist()))
        held = {column: batch.column(column) for column in schema.names if column in batch.schema.names}
        if name == DOCUMENTS:
            nothing = pa.nulls(len(batch), pa.string())
            held |= {"text": nothing, "original": nothing, "extent": pa.array([EXTENT] * len(batch), pa.string())}
        yield pa.RecordBatch.from_arrays([held[column] for column in schema.names], schema=schema)


def _store(folder: Path, data: MassData, files: dict[str, Path]) -> None:
    """The set's folder appears whole or not at all; what was proved is what is stored."""
    loading = Path(tempfile.mkdtemp(dir=folder, prefix=".loading-"))
    try:
        for name, path in files.items():
            copy = loading / f"{name}.parquet"
            shutil.copyfile(path, copy)
            if (found := file_sha256(copy)) != data.tables[name]["sha256"]:
                raise DocumentAltered(where=path, expected=data.tables[name]["sha256"][:12], found=found[:12])
        described = yaml.safe_dump(asdict(data), allow_unicode=True, sort_keys=False)
        (loading / CARD).write_text(described, encoding="utf-8")
        loading.chmod(0o755)
        loading.rename(folder / data.mass_id)
    finally:
        shutil.rmtree(loading, ignore_errors=True)
