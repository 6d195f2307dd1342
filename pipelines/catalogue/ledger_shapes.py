"""How one file of data/catalogue/ledgers looks: columns, what they allow, and which metrics the rows count for."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from pipelines.catalogue.shapes import BothLanguages, Entry, Id, Text
from pipelines.domain.ledgers import (
    Borrow,
    Choice,
    Condition,
    Count,
    Dating,
    Ledger,
    LedgerColumn,
    PracticeMark,
    Term,
)

Days = Annotated[int, Field(ge=0, le=3_660)]


class ChoiceEntry(Entry):
    zh: Text
    en: Text
    aliases: tuple[Text, ...] = ()

    def value(self, choice_id: str) -> Choice:
        return Choice(choice_id, BothLanguages(zh=self.zh, en=self.en).value(), self.aliases)


class PersonalEntry(Entry):
    treat: Literal["drop", "mask", "pseudonym", "keep"]
    reason: BothLanguages | None = None

    @model_validator(mode="after")
    def _kept_for_a_reason(self) -> "PersonalEntry":
        if self.treat in ("pseudonym", "keep") and self.reason is None:
            raise ValueError(f"write the reason why personal data is kept ({self.treat})")
        return self


class ColumnEntry(Entry):
    name: BothLanguages
    type: Literal["text", "date", "whole", "number", "money", "choice", "yes_no"] = "text"
    required: bool = False
    aliases: tuple[Text, ...] = ()
    choices: dict[Id, ChoiceEntry] = Field(default_factory=dict)
    example: str = ""
    note: BothLanguages | None = None
    personal: PersonalEntry | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    not_before: Id | None = None
    future: bool = False

    def value(self, column_id: str) -> LedgerColumn:
        return LedgerColumn(
            column_id=column_id,
            name=self.name.value(),
            type=self.type,
            is_required=self.required,
            aliases=self.aliases,
            choices=tuple(choice.value(choice_id) for choice_id, choice in self.choices.items()),
            example=self.example,
            note=self.note.value() if self.note else None,
            personal=self.personal.treat if self.personal else None,
            personal_reason=self.personal.reason.value() if self.personal and self.personal.reason else None,
            least=self.least,
            most=self.most,
            not_before=self.not_before,
            may_be_future=self.future,
        )


class WithinEntry(Entry):
    of: Id
    within_days: Days | None = None
    within_working_days: Days | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "WithinEntry":
        if (self.within_days is None) == (self.within_working_days is None):
            raise ValueError("write one of within_days, within_working_days")
        return self

    def value(self, column_id: str) -> Condition:
        is_working = self.within_working_days is not None
        days = self.within_working_days if is_working else self.within_days
        return Condition(column_id, "within", other=self.of, days=days or 0, is_working=is_working)


class NotAfterEntry(Entry):
    not_after: Id

    def value(self, column_id: str) -> Condition:
        return Condition(column_id, "not_after", other=self.not_after)


class AtLeastEntry(Entry):
    at_least: Decimal

    def value(self, column_id: str) -> Condition:
        return Condition(column_id, "at_least", least=self.at_least)


ConditionEntry = (
    bool
    | Literal["filled", "empty"]
    | Annotated[list[Id], Field(min_length=1)]
    | WithinEntry
    | NotAfterEntry
    | AtLeastEntry
)


def _condition(column_id: str, entry: Any) -> Condition:
    if isinstance(entry, bool):
        return Condition(column_id, "any_of", values=("true" if entry else "false",))
    if isinstance(entry, str):
        return Condition(column_id, entry)
    if isinstance(entry, list):
        return Condition(column_id, "any_of", values=tuple(entry))
    return entry.value(column_id)


class DatingEntry(Entry):
    column: Id
    plus_days: Days = 0


class TermEntry(Entry):
    of: Id
    days: Days | None = None
    working_days: Days | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "TermEntry":
        if (self.days is None) == (self.working_days is None):
            raise ValueError("write one of days, working_days")
        return self

    def value(self) -> Term:
        return Term(self.of, (self.days if self.working_days is None else self.working_days) or 0, self.days is None)


class StandingEntry(Entry):
    until: tuple[Id, ...] = ()


class ReachingEntry(Entry):
    each: Id
    sum: Id | None = None
    at_least: Annotated[Decimal, Field(gt=0)]
    within: Literal["quarter", "year"]


class RowsEntry(Entry):
    """What counts and practices have in common: which rows, dated by what."""

    dated: Id | DatingEntry | None = None
    where: dict[Id, ConditionEntry] = Field(default_factory=dict)

    def dating(self, ledger_date: str) -> Dating:
        if isinstance(self.dated, DatingEntry):
            return Dating(self.dated.column, self.dated.plus_days)
        return Dating(self.dated or ledger_date)

    def conditions(self) -> tuple[Condition, ...]:
        return tuple(_condition(column_id, entry) for column_id, entry in self.where.items())


class CountEntry(RowsEntry):
    metric: Id
    sum: Id | None = None
    distinct: Id | None = None
    reaching: ReachingEntry | None = None
    standing: StandingEntry | None = None
    settled: TermEntry | None = None
    unit: Text | None = None
    blank_is_zero: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> "CountEntry":
        if sum(each is not None for each in (self.sum, self.distinct, self.reaching, self.standing)) > 1:
            raise ValueError("write at most one of sum, distinct, reaching, standing; none of them counts rows")
        return self

    def value(self, ledger_date: str) -> Count:
        reaching = self.reaching
        way = next((name for name in ("sum", "distinct", "reaching", "standing") if getattr(self, name)), "rows")
        return Count(
            metric_id=self.metric,
            way=way,
            dated=self.dating(ledger_date),
            conditions=self.conditions(),
            column_id=reaching.each if reaching else self.sum or self.distinct,
            summed=reaching.sum if reaching else None,
            least=reaching.at_least if reaching else None,
            within=reaching.within if reaching else "year",
            until=self.standing.until if self.standing else (),
            settled=self.settled.value() if self.settled else None,
            unit=self.unit,
            blank_is_zero=self.blank_is_zero,
        )


class PracticeEntry(RowsEntry):
    practice: Id

    def value(self, ledger_date: str) -> PracticeMark:
        return PracticeMark(self.practice, self.dating(ledger_date), self.conditions())


class BorrowEntry(Entry):
    ledger: Id
    columns: Annotated[dict[Id, Id], Field(min_length=1)]
    where: dict[Id, ConditionEntry] = Field(default_factory=dict)

    def value(self) -> Borrow:
        conditions = tuple(_condition(column_id, entry) for column_id, entry in self.where.items())
        return Borrow(self.ledger, self.columns, conditions)


class LedgerEntry(Entry):
    """The whole of one file; its name is the ledger's id."""

    name: BothLanguages
    purpose: BothLanguages
    owner: Id
    key: Annotated[list[Id], Field(min_length=1)]
    date: Id
    retention_years: Annotated[int, Field(ge=1, le=100)]
    columns: Annotated[dict[Id, ColumnEntry], Field(min_length=1)]
    counts: tuple[CountEntry, ...] = ()
    practices: tuple[PracticeEntry, ...] = ()
    breakdowns: tuple[Id, ...] = ()
    borrows: tuple[BorrowEntry, ...] = ()
    joint: Id | None = None

    def value(self, ledger_id: str) -> Ledger:
        return Ledger(
            ledger_id=ledger_id,
            name=self.name.value(),
            purpose=self.purpose.value(),
            owner_id=self.owner,
            key=tuple(self.key),
            dated_by=self.date,
            retention_years=self.retention_years,
            columns=tuple(column.value(column_id) for column_id, column in self.columns.items()),
            counts=tuple(count.value(self.date) for count in self.counts),
            practices=tuple(practice.value(self.date) for practice in self.practices),
            breakdowns=self.breakdowns,
            borrows=tuple(borrow.value() for borrow in self.borrows),
            joint=self.joint,
        )


class WorkingDayEntry(Entry):
    """One line of working_days.csv."""

    day: date
    what: Literal["first", "last", "holiday", "working"]
    source: Text
