"""反馈函: what a district writes to an organisation of its assessment."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipelines.api.assessment import Assessment
from pipelines.api.assessment_papers import day_of, prove_told
from pipelines.api.assessment_rows import assessment_lines
from pipelines.exports.letter import Attachment, Letter, Paragraph, Table, letter_docx
from pipelines.jobs.assessment.desk import over
from pipelines.wording import plain_marks, say

_ZERO = Decimal(0)


def feedback_letter(at: Assessment, organisation_id: str) -> bytes:
    """反馈函 to one organisation as .docx, in Chinese.

    Raises NotTheirs, UnknownItem, StepOver before everything of it is scored.
    """
    at.prove_in(organisation_id)
    prove_told(at)
    found, name = at.totals[organisation_id], at.name(organisation_id, "zh")
    if found.marks is None:
        raise over(name, "stage.open", "feedback_first")
    plan, feedback = at.round.plan, at.round.feedback
    document = plan.document or say("papers.letter.document", "zh")
    body: list[Paragraph | Table] = [
        Paragraph(say("papers.letter.opening", "zh", document=document, year=plan.year)),
        Paragraph(say("papers.letter.result", "zh"), "heading1"),
        Paragraph(_result(at, organisation_id)),
        _sections(at, organisation_id),
        Paragraph(say("papers.letter.lost", "zh"), "heading1"),
        *_lost(at, organisation_id),
        Paragraph(say("papers.letter.next", "zh"), "heading1"),
    ]
    if feedback and feedback.object_until and not at.round.published:
        body.append(Paragraph(say("papers.letter.objections", "zh", day=_day(feedback.object_until))))
    body.append(Paragraph(say("papers.letter.rectify", "zh", day=_day(plan.dates.rectify_until))))
    if at.rubric.kind == "example":
        body.append(Paragraph(say("papers.letter.example", "zh")))
    body.append(Paragraph(say("papers.letter.closing", "zh")))
    organiser = at.catalogue.organisation_of.get(plan.organiser_id)
    assessed = at.catalogue.organisation_of.get(organisation_id)
    letter = Letter(
        title=say("papers.letter.title", "zh", year=plan.year),
        addressee=assessed.full_name.zh if assessed else name,
        body=tuple(body),
        signer=organiser.full_name.zh if organiser else plan.organiser_id,
        signed_on=day_of(feedback.by) if feedback else None,
        is_synthetic=at.board.manifest.synthetic,
        attachments=(Attachment(say("papers.letter.attachment", "zh", organisation=name, year=plan.year)),),
    )
    return letter_docx(letter)


def _result(at: Assessment, organisation_id: str) -> str:
    found, published = at.totals[organisation_id], at.round.published
    bonus = sum((found.of[item.item_id].lower or _ZERO for item in at.rubric.scored if item.is_bonus), _ZERO)
    bonus = min(bonus, at.rubric.bonus_most)
    graded = ""
    if published:
        graded = say("papers.letter.graded", "zh", grade=at.grade_name(published.grades[organisation_id], "zh"))
    return say(
        "papers.letter.result_body",
        "zh",
        marks=plain_marks(found.lower),
        ceiling=plain_marks(at.rubric.marks),
        bonus=say("papers.letter.bonus", "zh", marks=plain_marks(bonus)) if bonus else "",
        graded=graded,
    )


def _sections(at: Assessment, organisation_id: str) -> Table:
    of = at.totals[organisation_id].of
    rows = tuple(
        (
            item.name.zh,
            plain_marks(item.marks or _ZERO),
            say("papers.letter.not_applicable", "zh")
            if (marks := of[item.item_id].lower) is None
            else plain_marks(marks),
        )
        for item in at.rubric.children_of.get(None, ())
        if not item.is_veto and not item.is_bonus and item.marks is not None
    )
    names = ("section", "ceiling", "marks")
    return Table(tuple(say(f"papers.letter.column.{name}", "zh") for name in names), rows)


def _lost(at: Assessment, organisation_id: str) -> Iterator[Paragraph]:
    """The lines that lost marks, those that lost most first."""
    rows = [
        row
        for row in assessment_lines(at, organisation_id, "zh")
        if not row["is_heading"]
        and row["kind"] not in ("veto", "bonus")
        and row["marks"] is not None
        and row["marks"] < row["ceiling"]
    ]
    if not rows:
        yield Paragraph(say("papers.letter.lost_none", "zh"))
    for row in sorted(rows, key=lambda row: row["marks"] - row["ceiling"]):
        yield Paragraph(say("papers.letter.lost_body", "zh", name=row["name"], why=row["why"]))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
