"""What a year's report says of its ledgers: each figure counted from their rows by a rule of its own.

The catalogue counts ledgers too.  These few counts are written a second time on purpose: a demonstration whose
reports were made by the board's own arithmetic could never show it to be wrong.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

Figures = dict[tuple[str, int], int]
"""(metric, year) → the count."""


@dataclass(frozen=True, slots=True)
class Tally:
    """`dated`: the column of the day that a row counts on.  `summed`, `told_by`: a sum, or how many different members.

    `until`: rows stand from their day until the first of these; they are counted at the year's end.
    """

    metric_id: str
    ledger_id: str
    dated: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    summed: str | None = None
    told_by: str | None = None
    until: tuple[str, ...] | None = None


_OCCUPYING = {"kind": ("超门店经营", "占道经营")}
_PENALTY_KINDS = {
    "penalty_warning": ("警告",),
    "penalty_fine": ("罚款",),
    "penalty_confiscation": ("没收违法所得",),
    "penalty_suspend": ("暂扣",),
    "penalty_restrict": ("限制开展生产经营活动",),
    "penalty_shutdown": ("责令停产停业",),
    "penalty_other": ("其他",),
}
TALLIES = (
    Tally("street_occupation_cases", "clean_ups", "cleaned_on", _OCCUPYING),
    Tally("officers_deployed", "clean_ups", "cleaned_on", summed="officers"),
    Tally("inspections", "inspections", "inspected_on"),
    Tally("joint_enforcement", "inspections", "inspected_on", {"form": ("联合检查",)}),
    Tally("rectification_notices", "inspections", "inspected_on", summed="notices"),
    Tally("admin_penalty_cases", "penalty_cases", "decided_on"),
    Tally("penalty_amount", "penalty_cases", "decided_on", summed="amount"),
    *(Tally(metric_id, "penalty_cases", "decided_on", {"kind": kinds}) for metric_id, kinds in _PENALTY_KINDS.items()),
    Tally("license_applied", "licences", "applied_on"),
    Tally("license_accepted", "licences", "accepted_on"),
    Tally("admin_license_cases", "licences", "decided_on", {"outcome": ("准予",)}),
    Tally("license_refused", "licences", "decided_on", {"outcome": ("不予",)}),
    Tally("license_revoked", "licences", "decided_on", {"outcome": ("撤销",)}),
    Tally("enforcement_officers", "enforcement_staff", "hired_on", until=("left_on",)),
    Tally("certified_officers", "enforcement_staff", "certified_on", until=("left_on", "expires_on")),
    Tally("legality_reviewers", "enforcement_staff", "reviews_on", until=("left_on",)),
    Tally("contracts_reviewed", "contracts", "reviewed_on"),
    Tally("legal_opinions_issued", "legal_opinions", "issued_on", {"kind": ("法律意见书",)}),
    Tally("org_legal_consultations", "legal_consultations", "consulted_on", {"audience": ("机关",)}),
    Tally("public_consultations", "legal_consultations", "consulted_on", {"audience": ("群众",)}),
    Tally("due", "law_exams", "held_on", summed="due"),
    Tally("law_exam_participants", "law_exams", "held_on", summed="present"),
    Tally("passed", "law_exams", "held_on", summed="passed"),
    Tally("normative_docs_issued", "normative_documents", "issued_on"),
    Tally("normative_docs_filed", "normative_documents", "filed_on"),
    Tally("normative_docs_repealed", "normative_documents", "repealed_on"),
    Tally("normative_docs_kept", "normative_documents", "issued_on", until=("repealed_on",)),
    Tally("reconsideration_cases", "reviews_and_lawsuits", "received_on", {"kind": ("行政复议",)}),
    Tally("litigation_cases", "reviews_and_lawsuits", "received_on", {"kind": ("行政诉讼",)}),
    Tally("litigation_losses", "reviews_and_lawsuits", "closed_on", {"kind": ("行政诉讼",), "outcome": ("败诉",)}),
    Tally("communities", "communities", "listed_on", until=("ended_on",)),
    Tally("law_savvy_people", "grassroots_people", "since", {"role": ("法律明白人",)}, until=("until",)),
    Tally("grid_workers", "grassroots_people", "since", {"role": ("网格员",)}, until=("until",)),
    Tally("law_trainings", "trainings", "held_on", told_by="session_no"),
    Tally("law_training_attendance", "trainings", "held_on"),
    Tally("hotline_requests", "hotline_orders", "received_on"),
    Tally("petitions", "petitions", "received_on"),
    Tally("disputes_screened", "mediations", "found_on"),
    Tally("disputes_received", "mediations", "received_on"),
    Tally("disputes_resolved", "mediations", "resolved_on"),
    Tally("publicity_events", "publicity_events", "held_on"),
    Tally("publicity_audience", "publicity_events", "held_on", summed="attendance"),
    Tally("publicity_materials", "publicity_events", "held_on", summed="materials"),
    Tally("enterprise_events", "publicity_events", "held_on", {"audience": ("企业",)}),
    Tally("info_disclosed", "disclosure_items", "published_on", {"kind": ("主动公开", "重大决策文件")}),
    Tally("foi_requests", "disclosure_items", "published_on", {"kind": ("依申请公开",)}),
)
_OF_LEDGER: dict[str, list[Tally]] = {}
for _tally in TALLIES:
    _OF_LEDGER.setdefault(_tally.ledger_id, []).append(_tally)


def tallied(ledger_id: str, table: pa.Table, years: tuple[int, int]) -> Figures:
    """The figures of every year that this ledger's rows give."""
    figures: Figures = {}
    for tally in _OF_LEDGER.get(ledger_id, ()):
        for year, value in _by_year(tally, table, range(years[0], years[1] + 1)):
            figures[tally.metric_id, year] = value
    return figures


def _by_year(tally: Tally, table: pa.Table, years: range) -> Iterator[tuple[int, int]]:
    days = _days(table, tally.dated)
    is_in = ~np.isnat(days)
    for column, allowed in tally.where.items():
        is_in &= np.isin(table.column(column).to_numpy(), allowed)
    if tally.until is not None:
        ends = [_days(table, column) for column in tally.until]
        for year in years:
            last = np.datetime64(f"{year}-12-31")
            stands = is_in & (days <= last)
            for end in ends:
                stands &= np.isnat(end) | (end > last)
            yield year, int(stands.sum())
        return
    year_of = days.astype("datetime64[Y]").astype(np.int64) + 1970
    amounts = table.column(tally.summed).to_numpy() if tally.summed else None
    members = table.column(tally.told_by).to_numpy() if tally.told_by else None
    for year in years:
        chosen = is_in & (year_of == year)
        if members is not None:
            yield year, len(set(members[chosen].tolist()))
        else:
            yield year, int(chosen.sum() if amounts is None else amounts[chosen].sum())


def _days(table: pa.Table, column: str) -> np.ndarray:
    return table.column(column).to_numpy().astype("datetime64[D]")
