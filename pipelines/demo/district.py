"""The whole district, file by file: each subdistrict's ledgers, its reports and what comes out beside them.

At the end stands what was planted.
"""

import json
from collections.abc import Iterator
from datetime import date

import pyarrow as pa

from pipelines.demo.bad_rows import spoiled
from pipelines.demo.disclosure_reports import disclosure_file
from pipelines.demo.enforcement_data import enforcement_file
from pipelines.demo.figures import Figures, tallied
from pipelines.demo.heads import LEDGER_IDS
from pipelines.demo.ledger_files import as_texts, ledger_content
from pipelines.demo.ledgers import ledger_table
from pipelines.demo.made import SIMULATED, MadeFile
from pipelines.demo.maps import map_file
from pipelines.demo.planted import OF_REPORTS, Manifest, Spot, drafted, spots
from pipelines.demo.reports import Odd, published_on, report_file
from pipelines.demo.subdistrict import Subdistrict, subdistrict

MANIFEST = "planted.json"
_MORE = {"report_over_ledger": ("contracts_reviewed", 2)}
_ROUNDED = ("org_legal_consultations", "publicity_audience", "law_training_attendance")
_BACK, _DIFFERS, _MORE_PENALTIES = 3, 2, 4
_SMALL = 20
"""Nobody says 余 of so few."""


def district(orgs: int, years: tuple[int, int], events_per_org: int, seed: int, as_of: date) -> Iterator[MadeFile]:
    """Every file of the district, one at a time; the last is planted.json.

    A year that isn't over on `as_of` has ledgers up to that day and no report.  The same five values always give the
    same bytes.
    """
    manifest = Manifest()
    reported = tuple(year for year in range(years[0], years[1] + 1) if date(year + 1, 3, 31) <= as_of)
    found = spots(orgs, reported, years, seed)
    draft = drafted(found)
    for number in range(orgs):
        who = subdistrict(number, years=years, events=events_per_org, seed=seed, as_of=as_of)
        own = [spot for spot in found if spot.number == number]
        figures: Figures = {}
        for ledger_id in LEDGER_IDS:
            table = ledger_table(who, ledger_id)
            figures |= tallied(ledger_id, table, years)
            if table.num_rows:
                yield _ledger_file(who, ledger_id, table, own, manifest)
        yield map_file(who)
        for year in reported:
            if made := _report(who, year, figures, own, manifest):
                yield made
                yield enforcement_file(who, year, figures, manifest)
                yield _disclosure(who, year, figures, own, manifest)
            elif Spot("missing_report", number, year) == draft:
                yield _draft(who, year, figures, manifest)
    about = {"title": SIMULATED, "seed": seed, "as_of": as_of.isoformat(), "events_per_org": events_per_org}
    content = json.dumps({**about, **manifest.content()}, ensure_ascii=False, indent=1)
    yield MadeFile("manifest", MANIFEST, content.encode())


def _ledger_file(who: Subdistrict, ledger_id: str, table: pa.Table, own: list[Spot], manifest: Manifest) -> MadeFile:
    before = len(manifest.planted)
    texts, bad_rows = spoiled(who, ledger_id, as_texts(table), own, manifest)
    name, content = ledger_content(who, ledger_id, texts, table.schema)
    for noted in manifest.planted[before:]:
        noted["file"] = name
    return MadeFile("ledger", name, content, who.named.organisation_id, ledger_id=ledger_id, bad_rows=bad_rows)


def _draft(who: Subdistrict, year: int, figures: Figures, manifest: Manifest) -> MadeFile:
    """The draft of a report that is missing, which was noted last."""
    made = report_file(who, year, figures, Odd(is_draft=True), manifest)
    manifest.planted[-1]["draft"] = made.name
    return made


def _disclosure(who: Subdistrict, year: int, figures: Figures, own: list[Spot], manifest: Manifest) -> MadeFile:
    """The disclosure report; one with a planted fault states more penalties than the ledger has."""
    more = _MORE_PENALTIES if Spot("disclosure_over_ledger", who.number, year) in own else 0
    made = disclosure_file(who, year, figures, manifest, more_penalties=more)
    if more:
        ledger = figures["admin_penalty_cases", year]
        details = {"metric_id": "admin_penalty_cases", "disclosure": ledger + more, "ledger": ledger}
        manifest.note("disclosure_over_ledger", who.named.organisation_id, year, **details, file=made.name)
    return made


def _report(who: Subdistrict, year: int, figures: Figures, own: list[Spot], manifest: Manifest) -> MadeFile | None:
    """The report with what is planted in it; None where it is missing, or comes out only after the day."""
    organisation_id = who.named.organisation_id
    kinds = {spot.kind for spot in own if spot.year == year and spot.kind in OF_REPORTS}
    if "missing_report" in kinds:
        manifest.note("missing_report", organisation_id, year)
        return None
    is_late = "late_report" in kinds
    come_out = published_on(who, year, is_late=is_late)
    if come_out > who.as_of:
        return None
    # what is said wrongly of a year stands in the next year's report
    looks_back = _BACK if any(spot.kind == "restatement" and spot.year == year - 1 for spot in own) else None
    rounded = _ROUNDED[(who.number + year) % len(_ROUNDED)]
    if "qualifier" not in kinds or figures[rounded, year] <= _SMALL:
        rounded = None
    more = dict(_MORE[kind] for kind in kinds if kind in _MORE)
    differs = _DIFFERS if "conflicting_values" in kinds else 0
    odd = Odd(more, (rounded,) if rounded else (), looks_back, differs, is_late)
    made = report_file(who, year, figures, odd, manifest)
    noted = {"file": made.name}
    if is_late:
        manifest.note("late_report", organisation_id, year, published_on=come_out.isoformat(), **noted)
    for metric_id, added in more.items():
        ledger = figures[metric_id, year]
        details = {"metric_id": metric_id, "report": ledger + added, "ledger": ledger}
        manifest.note("report_over_ledger", organisation_id, year, **details, **noted)
    if looks_back:
        was = figures["street_occupation_cases", year - 1]
        details = {"metric_id": "street_occupation_cases", "own_report": was, "later_report": was + looks_back}
        manifest.note("restatement", organisation_id, year - 1, **details, **noted)
    if differs:
        value = figures["inspections", year]
        details = {"metric_id": "inspections", "text": value, "table": value + differs}
        manifest.note("conflicting_values", organisation_id, year, **details, **noted)
    if rounded:
        manifest.note("qualifier", organisation_id, year, metric_id=rounded, ledger=figures[rounded, year], **noted)
    return made
