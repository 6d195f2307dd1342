"""A difference of report and ledger that a person settled: which value holds, or why both may stand."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

HOLDS = ("report", "ledger", "explained")
"""以报告为准, 以台账为准, 两者都保留并说明原因."""
_SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Held:
    """The two values of a difference as somebody had them before them; a null upper bound is unbounded."""

    report_value: Decimal
    report_lower: Decimal | None
    report_upper: Decimal | None
    report_unit: str
    ledger_value: Decimal
    ledger_upper: Decimal | None
    ledger_unit: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Held":
        """Those of a row of marts.reconciliation that differs."""
        return cls(**{each.name: row[each.name] for each in fields(cls)})


@dataclass(frozen=True, slots=True)
class Settlement:
    """What was decided of a difference; `holds` is None where nothing stands.

    `observation_id`: the report's figure.  `seen`: the sequence of the difference's last event.
    """

    holds: str | None = None
    held: Held | None = None
    observation_id: str = ""
    role: str = ""
    actor_id: str = ""
    at: str = ""
    sequence: int = 0
    event_id: str = ""
    seen: int = 0

    @property
    def settled_on(self) -> date:
        """The day of the decision in Asia/Shanghai."""
        return datetime.fromisoformat(self.at).astimezone(_SHANGHAI).date()

    def on(self, row: Mapping[str, Any]) -> "Settlement":
        """This settlement for a row of marts.reconciliation: open again where one of its values is another one.

        Where the ledger holds, the report's figure may already be corrected to the ledger's.
        """
        held = self.held
        if held is None:
            return self
        is_ledger_same = (row["ledger_value"], row["ledger_upper"], row["ledger_unit"]) == (
            held.ledger_value,
            held.ledger_upper,
            held.ledger_unit,
        )
        report = (row["report_value"], row["report_lower"], row["report_upper"], row["report_unit"])
        expected = [(held.report_value, held.report_lower, held.report_upper, held.report_unit)]
        if self.holds == "ledger":
            expected.append((held.ledger_value, held.ledger_value, held.ledger_upper, held.ledger_unit))
        return self if is_ledger_same and report in expected else Settlement(seen=self.seen)
