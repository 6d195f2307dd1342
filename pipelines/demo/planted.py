"""What is wrong with the district on purpose: where each thing is planted, and what planted.json says of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

PER = {
    "missing_report": 60,
    "late_report": 40,
    "report_over_ledger": 20,
    "restatement": 25,
    "conflicting_values": 40,
    "qualifier": 2,
    "missing_month": 30,
    "late_publication": 20,
    "amount_in_another_unit": 40,
    "mixed_units": 40,
    "doubled_row": 40,
    "doubled_key": 60,
    "date": 40,
    "choice": 40,
    "future": 60,
    "order": 60,
    "whole": 60,
    "required": 60,
    "formula": 80,
    "most": 80,
    "disclosure_over_ledger": 20,
}
"""One of each kind in so many organisations and years, and always at least one."""
OF_REPORTS = (
    "missing_report",
    "late_report",
    "report_over_ledger",
    "restatement",
    "conflicting_values",
    "qualifier",
    "disclosure_over_ledger",
)


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that no reading takes: the ledger and column that it is planted in, and its text."""

    ledger_id: str
    column: str
    text: str


BAD_CELLS: Mapping[str, BadCell] = {
    "mixed_units": BadCell("mediations", "amount", "3.5万元"),
    "doubled_row": BadCell("contracts", "contract_no", ""),
    "doubled_key": BadCell("hotline_orders", "order_no", ""),
    "date": BadCell("clean_ups", "cleaned_on", "2023-02-30"),
    "choice": BadCell("publicity_events", "form", "云端"),
    "future": BadCell("petitions", "received_on", "2099-01-01"),
    "order": BadCell("licences", "decided_on", "1999-12-31"),
    "whole": BadCell("inspections", "problems", "两三个"),
    "required": BadCell("disclosure_items", "kind", ""),
    "formula": BadCell("legal_opinions", "subject", "=HYPERLINK(1)"),
    "most": BadCell("trainings", "hours", "400"),
}
"""The codes of refusals (wording: ledger.refusal.*) and how each is brought about."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is planted: its kind, the subdistrict by number, the year."""

    kind: str
    number: int
    year: int


def spots(orgs: int, reported: tuple[int, ...], years: tuple[int, int], seed: int) -> list[Spot]:
    """Every planted thing of a district; no two of one kind at one place.  `reported`: the years with reports."""
    draw = Random(f"{seed}/planted")
    all_years = range(years[0], years[1] + 1)
    taken: set[tuple[int, int]] = set()  # a report that is missing can't say anything odd
    found = []
    for kind, per in PER.items():
        of_year = reported if kind in OF_REPORTS else tuple(all_years)
        if kind == "restatement":
            of_year = tuple(year for year in reported if year + 1 in reported)
        places = [(number, year) for number in range(orgs) for year in of_year]
        if kind in OF_REPORTS and kind != "qualifier":
            places = [place for place in places if place not in taken and (place[0], place[1] + 1) not in taken]
        draw.shuffle(places)
        if kind == "missing_report":
            places = _missing_last_year_first(places, reported)
        chosen = places[: max(1, len(places) // per)]
        if kind == "missing_report":
            taken |= set(chosen)
        found += [Spot(kind, *place) for place in sorted(chosen)]
    return found


def _missing_last_year_first(places: list[tuple[int, int]], reported: tuple[int, ...]) -> list[tuple[int, int]]:
    """One report of the last year is always missing, for which there is a draft; never that of the first subdistrict.

    What the catalogue follows stands in the first one's last report.
    """
    last = reported[-1:]
    free = [place for place in places if place != (0, *last)]
    drafted = next((place for place in free if place[1:] == last), None)
    return sorted(free, key=lambda place: place != drafted)


def drafted(found: list[Spot]) -> Spot | None:
    """The missing report that there is a draft of: the last one of the last year."""
    missing = [spot for spot in found if spot.kind == "missing_report" and spot.number]
    return max(missing, key=lambda spot: (spot.year, spot.number), default=None)


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure as a document prints it.  `ledger_value`: what the rows come to, before anything was planted in them."""

    file: str
    organisation_id: str
    year: int
    metric_id: str
    value: str
    qualifier: str
    unit: str
    ledger_value: str


class Manifest:
    """What planted.json will say, gathered as the files are made."""

    def __init__(self) -> None:
        self.planted: list[dict[str, Any]] = []
        self.stated: list[Stated] = []

    def note(self, kind: str, organisation_id: str, year: int, **details: Any) -> None:
        """Write one planted thing down."""
        self.planted.append({"kind": kind, "organisation_id": organisation_id, "year": year, **details})

    def content(self) -> dict[str, Any]:
        return {"planted": self.planted, "stated": [asdict(each) for each in self.stated]}
