"""The synthetic district's files: the same every time, marked as made up, and of nobody's real name."""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from pipelines.demo import MANIFEST, MOST_ORGANISATIONS, SIMULATED, MadeFile, district, organisations
from pipelines.demo.heads import LEDGER_IDS
from pipelines.demo.ledgers import ledger_table
from pipelines.demo.names import named
from pipelines.demo.rows import dated_by
from pipelines.demo.seasons import year_days
from pipelines.demo.subdistrict import Subdistrict, subdistrict
from pipelines.domain.catalogue import Catalogue
from pipelines.extract.readers import Limits, read_bytes
from tests.demo.conftest import SMALL


def words_of(file: MadeFile) -> str:
    """The text of a made file, whatever its format."""
    if file.name.endswith(".csv"):
        try:
            return file.content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return file.content.decode("gb18030")
    if file.kind in ("manifest", "map"):
        return file.content.decode()
    return read_bytes(file.content, file.name, Limits()).text


@pytest.mark.parametrize("seed", range(1, 6))
def test_every_row_of_a_file_is_of_its_own_ledger(seed: int) -> None:
    for file in district(5, (2021, 2026), 10, seed, date(2026, 11, 27)):
        if not file.name.endswith(".csv") or file.ledger_id in ("communities", "office_towers"):
            continue
        _, header, *rows = words_of(file).splitlines()
        assert {row.count(",") for row in rows} == {header.count(",")}
        assert {row.split("-")[0] for row in rows} <= {rows[0].split("-")[0], "GB"}, file.name


def hashes(files: dict[str, MadeFile]) -> dict[str, str]:
    return {name: hashlib.sha256(file.content).hexdigest() for name, file in files.items()}


def test_one_seed_gives_the_same_bytes_in_another_process_too(made: dict[str, MadeFile]) -> None:
    code = (
        "import hashlib; from datetime import date; from pipelines.demo import district\n"
        f"for file in district(**{SMALL!r}): print(file.name, hashlib.sha256(file.content).hexdigest())"
    ).replace("datetime.date", "date")
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "99", "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert dict(line.split() for line in found.stdout.splitlines()) == hashes(made)


def test_another_seed_gives_another_district(made: dict[str, MadeFile]) -> None:
    other = {file.name: file for file in district(**{**SMALL, "seed": 12})}
    same = [name for name, digest in hashes(other).items() if hashes(made).get(name) == digest]
    assert same == []


def test_every_kind_of_ledger_is_made_for_every_subdistrict(made: dict[str, MadeFile], catalogue: Catalogue) -> None:
    assert set(LEDGER_IDS) == set(catalogue.ledger_of)
    ledgers = Counter(file.ledger_id for file in made.values() if file.kind == "ledger")
    assert ledgers == dict.fromkeys(LEDGER_IDS, SMALL["orgs"])


def test_reports_come_in_every_format_and_the_manifest_comes_last(made: dict[str, MadeFile]) -> None:
    files = list(district(6, (2018, 2023), 30, 1, date(2024, 12, 31)))
    formats = {file.name.rsplit(".", 1)[1] for file in files if file.kind == "report"}
    assert formats == {"txt", "html", "docx", "xlsx", "pdf"}
    assert [file.kind for file in files].index("manifest") == len(files) - 1
    assert list(made)[-1] == MANIFEST


def test_every_file_says_at_its_head_that_it_is_made_up(made: dict[str, MadeFile]) -> None:
    for file in made.values():
        head = "\n".join(words_of(file).split("\n")[:2])
        assert SIMULATED in head, file.name


def test_no_real_organisation_is_named(made: dict[str, MadeFile], catalogue: Catalogue) -> None:
    real = {
        name
        for organisation in catalogue.organisations
        for name in (
            organisation.name.zh,
            organisation.full_name.zh,
            organisation.organisation_id,
            *organisation.aliases,
        )
    }
    assert len(real) > 9
    entries = organisations(MOST_ORGANISATIONS)
    for text in (*map(words_of, made.values()), *made, str(entries)):
        assert [name for name in real if name in text] == []


def test_no_two_subdistricts_share_a_name() -> None:
    everyone = [named(number) for number in range(MOST_ORGANISATIONS)]
    for ids in ([who.organisation_id for who in everyone], [who.short for who in everyone]):
        assert len(set(ids)) == MOST_ORGANISATIONS
    with pytest.raises(ValueError, match="names for"):
        named(MOST_ORGANISATIONS)


def default(number: int, **other: int) -> Subdistrict:
    values = {"years": (2018, 2025), "events": 3_000, "seed": 1, "as_of": date(2026, 11, 27)}
    return subdistrict(number, **{**values, **other})


def test_a_subdistrict_has_about_as_many_events_a_year_as_were_asked_for() -> None:
    everyone = [default(number) for number in range(6)]
    rows = sum(ledger_table(who, ledger_id).num_rows for who in everyone for ledger_id in LEDGER_IDS)
    assert 2_600 < rows / len(everyone) / 8 < 3_600


def days_of(who: Subdistrict, ledger_id: str) -> np.ndarray:
    return ledger_table(who, ledger_id).column(dated_by(ledger_id)).to_numpy().astype("datetime64[D]")


def test_publicity_peaks_in_may_june_and_december() -> None:
    months = Counter(
        (np.concatenate([days_of(default(number), "publicity_events") for number in range(5)]))
        .astype("datetime64[M]")
        .astype(int)
        % 12
        + 1
    )
    assert {month for month, _ in months.most_common(3)} == {5, 6, 12}


@pytest.mark.parametrize(("year", "new_year"), [(2019, "2019-02-05"), (2023, "2023-01-22"), (2025, "2025-01-29")])
def test_little_happens_around_chinese_new_year(year: int, new_year: str) -> None:
    days = np.concatenate([days_of(default(number), "clean_ups") for number in range(5)])
    in_dip = (days >= np.datetime64(new_year) - 4) & (days <= np.datetime64(new_year) + 10)
    a_day = in_dip.sum() / 15
    usual = (days.astype("datetime64[Y]") == np.datetime64(str(year))).sum() / 365
    assert a_day < usual / 3


def test_the_days_of_a_year_are_all_its_days() -> None:
    days, passed = year_days(2024, "office")
    assert len(days) == 366
    assert passed[-1] == 1


def test_nothing_is_dated_after_the_day_of_the_district_but_terms() -> None:
    who = default(3, events=900)
    for ledger_id in LEDGER_IDS:
        table = ledger_table(who, ledger_id)
        for name in table.column_names:
            if name.endswith("_on") and name not in ("due_on", "expires_on"):
                latest = max((day for day in table.column(name).to_pylist() if day), default=who.as_of)
                assert latest <= who.as_of, (ledger_id, name)


def test_a_ledger_of_a_million_rows_is_made_at_once() -> None:
    who = default(0, years=(2025, 2025), events=5_200_000)
    table = ledger_table(who, "hotline_orders")
    assert table.num_rows > 1_000_000
    assert len(table.column("order_no").unique()) == table.num_rows
