"""What leaves the page of assessment as files: score sheets, the evidence, the form to fill in and its answers."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import IO, Any

from pipelines.api.assessment import Assessment
from pipelines.api.assessment_rows import assessment_lines
from pipelines.api.materials import owner_names
from pipelines.api.said import SHANGHAI
from pipelines.domain.errors import BadSelfAssessment
from pipelines.domain.records import Decided
from pipelines.exports.bundle import Piece, write_bundle
from pipelines.exports.score_sheet import (
    Mark,
    ScoreOverview,
    ScoreRow,
    ScoreSheet,
    SheetHead,
    Standing,
    Sum,
    score_workbook,
)
from pipelines.exports.self_assessment import Asked, FormHead, FormLine, newer_faults, self_assessment_form
from pipelines.jobs.assessment.desk import over
from pipelines.jobs.assessment.filling import Filled
from pipelines.jobs.assessment.forms import read_form
from pipelines.jobs.material_files import file_of
from pipelines.jobs.materials import known_materials
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import current_settings
from pipelines.wording import say, text_of


def score_sheet(at: Assessment, organisation_id: str, language: str) -> bytes:
    """评分表 of one organisation as .xlsx.

    Raises NotTheirs, UnknownItem, StepOver where who asks doesn't see its marks yet.
    """
    at.prove_in(organisation_id)
    prove_told(at)
    return score_workbook([_sheet(at, organisation_id, language)], language)


def score_overview(at: Assessment, language: str) -> bytes:
    """All organisations that who asks sees, then the sheet of each, as .xlsx."""
    prove_told(at)
    sections = at.rubric.children_of.get(None, ())
    listed = [item for item in sections if not item.is_veto]
    rows = []
    for organisation_id in at.organisations:
        found = at.totals[organisation_id]
        marks = tuple(
            Mark(of.lower if of.lower == of.upper else None, is_applicable=of.is_applicable)
            for of in (found.of[item.item_id] for item in listed)
        )
        rows.append(
            Standing(
                at.name(organisation_id, language),
                marks,
                Mark(found.marks),
                at.grade_name(_grade(at, organisation_id), language),
                at.grade_said(organisation_id, language) if at.is_organiser else "",
            )
        )
    names = tuple((text_of(item.name, language), item.marks) for item in listed)
    overview = ScoreOverview(_head(at, language), names, at.rubric.marks, tuple(rows))
    return score_workbook([overview, *(_sheet(at, each, language) for each in at.organisations)], language)


def write_evidence(at: Assessment, organisation_id: str, target: IO[bytes], language: str) -> None:
    """Everything that was named as evidence of an organisation, with a manifest from which its marks follow.

    Raises NotTheirs, UnknownItem, StepOver where who asks doesn't see its marks yet, MaterialGone, MaterialAltered.
    """
    at.prove_in(organisation_id)
    prove_told(at)
    write_bundle(_pieces(at, organisation_id), target, manifest(at, organisation_id), language)


def manifest(at: Assessment, organisation_id: str) -> dict[str, Any]:
    """What an organisation's total follows from: the rubric, and of each line its mark, what its rule was fed with and
    what that gave; as values of JSON, marks and figures as texts.
    """
    lines = {}
    for item in at.rubric.scored:
        standing = at.standing(organisation_id, item.item_id)
        score = standing.score
        if score is None:
            continue
        given = score.given
        lines[item.item_id] = {
            "marks": _text(standing.marks),
            "scored": _text(score.marks),
            "figure": {"value": _text(given.value), "lower": _text(given.lower), "upper": _text(given.upper)}
            | {"is_applicable": given.is_applicable, "origin": given.origin, "ref": given.ref, "unit": given.unit},
            "rule": [score.proposed.state, _text(score.proposed.lower), _text(score.proposed.upper)],
            "event": score.by.event_id,
            "ruling": standing.ruling.by.event_id if standing.ruling else None,
        }
    found = at.totals[organisation_id]
    return {
        "round": at.round.round_id,
        "organisation": organisation_id,
        "year": at.round.plan.year,
        "edition": at.board.edition_id,
        "synthetic": at.board.manifest.synthetic,
        "rubric": dict(at.round.plan.content),
        "version": at.round.plan.version,
        "lines": lines,
        "total": {"lower": _text(found.lower), "upper": _text(found.upper), "open": found.open_items},
    }


def self_assessment_sheet(at: Assessment, organisation_id: str, language: str) -> bytes:
    """自评表 of one organisation as .xlsx, with what the board knows and what was filled in so far."""
    lines, owners = [], owner_names(language)
    for row in assessment_lines(at, organisation_id, language):
        if row["is_heading"]:
            lines.append(FormLine("", row["name"], row["ceiling"]))
        elif row["kind"] != "veto":
            claim, owner = row["claim"], owners.get(row["owner_id"])
            lines.append(
                FormLine(
                    row["item_id"],
                    say("papers.self.line", language, name=row["name"], owner=owner) if owner else row["name"],
                    row["ceiling"],
                    row["rule"],
                    row["figure"],
                    claim.figure if claim else None,
                    claim.marks if claim else None,
                    claim.is_applicable if claim else True,
                    row.get("steps", {}).get("claim", {}).get("why", ""),
                    row["asks"],
                )
            )
    plan = at.round.plan
    until = at.state.filling_until(organisation_id).isoformat()
    name = at.name(organisation_id, language)
    head = FormHead(
        say("papers.self.title", language, name=plan.name, organisation=name),
        f"{_form(at, organisation_id)}/{at.state.after}",
        say("papers.self.note", language, day=until),
        at.board.manifest.synthetic,
    )
    return self_assessment_form(head, lines, language)


def read_self_assessment(at: Assessment, organisation_id: str, content: bytes, name: str) -> dict[str, Filled]:
    """What a form that came back changes, by line: for `self_assess`.  Materials that were named stay named.

    A line whose cells were emptied takes back what was said.  What was said on the page after the form was made isn't
    written over: a form that says otherwise is refused, one that says nothing leaves it.  The same form may come again.
    Raises BadSelfAssessment, and what reading a spreadsheet raises.
    """
    at.prove_in(organisation_id)
    known = {item.item_id: Asked(item.name, item.asks) for item in at.rubric.scored if not item.is_veto}
    lines = assessment_lines(at, organisation_id, "zh")
    words = {row["item_id"]: row.get("steps", {}).get("claim", {}).get("why", "") for row in lines}
    form = _form(at, organisation_id)
    after, rows = read_form(current_settings(), content, name, form, known)
    key, found, newer = f"{form}/{after}", {}, []
    for row in rows:
        standing = at.standing(organisation_id, row.item_id)
        claim = standing.claim
        is_newer = claim is not None and claim.by.sequence > after and claim.form != key
        if row.is_empty and (claim is None or is_newer):
            continue
        said = (row.own_figure, row.own_marks, row.is_applicable, row.why)
        if claim and said == (claim.figure, claim.marks, claim.is_applicable, words[row.item_id].strip()):
            continue
        if is_newer:
            newer.append(known[row.item_id].name)
        figure, marks, is_applicable, why = said
        materials = claim.materials if claim else ()
        found[row.item_id] = Filled(figure, marks, is_applicable, materials, why, standing.seen, key)
    if newer:
        raise BadSelfAssessment(where=name, faults=newer_faults(newer))
    return found


def _form(at: Assessment, organisation_id: str) -> str:
    """The key of an organisation's forms, without the last event that each of them shows."""
    return f"{at.round.round_id}/{organisation_id}/{at.round.plan.version}"


def prove_told(at: Assessment) -> None:
    """Raises StepOver where marks aren't told to who asks."""
    if not at.sees_marks:
        raise over(at.round.plan.name, "stage.open", "wait")


def _head(at: Assessment, language: str) -> SheetHead:
    return SheetHead(
        at.round.plan.year,
        text_of(at.rubric.name, language),
        at.rubric.version,
        at.rubric.decimals,
        is_example=at.rubric.kind == "example",
        is_synthetic=at.board.manifest.synthetic,
    )


def _sheet(at: Assessment, organisation_id: str, language: str) -> ScoreSheet:
    rows = []
    for row in assessment_lines(at, organisation_id, language):
        if row["is_heading"]:
            of = row["sum"]
            marks = of.lower if of.lower == of.upper else None
            rows.append(ScoreRow(row["level"], row["name"], row["ceiling"], None, marks, of.is_applicable))
            continue
        if row["kind"] == "veto" and not row["is_decided"]:
            continue
        claim, step = row["claim"], row.get("steps", {}).get("score", {})
        rows.append(
            ScoreRow(
                row["level"],
                row["name"],
                row["ceiling"],
                claim.marks if claim else None,
                row["marks"],
                not row["is_decided"] or row["marks"] is not None,
                row["rule"],
                row["figure"],
                row["why"] or row["proposed_said"],
                step.get("role", ""),
                day_of(row["events"]["score"]) if "score" in row["events"] else None,
                tuple(each["title"] for each in _named(claim.materials if claim else ())),
            )
        )
    return ScoreSheet(
        _head(at, language),
        at.name(organisation_id, language),
        tuple(rows),
        Sum(at.rubric.marks, None, at.totals[organisation_id].marks),
        at.grade_name(_grade(at, organisation_id), language),
    )


def _grade(at: Assessment, organisation_id: str) -> str:
    """The id of the grade that was published, or that a district would publish now; empty where none is told."""
    if at.round.published:
        return at.round.published.grades.get(organisation_id, "")
    found = at.grades.of.get(organisation_id) if at.is_organiser else None
    return found.grade_id if found else ""


def _pieces(at: Assessment, organisation_id: str) -> Iterator[Piece]:
    known, root = known_materials(current_settings()), root_of(current_settings())
    for item in at.rubric.scored:
        standing = at.standing(organisation_id, item.item_id)
        named = [
            *(standing.claim.materials if standing.claim else ()),
            *(standing.score.materials if standing.score else ()),
            *(standing.objection.materials if standing.objection else ()),
        ]
        for material_id in dict.fromkeys(named):
            material = known[material_id]
            folder = f"{item.item_id} {item.name.zh}"
            content = file_of(root, material)
            yield Piece((folder, material.name), content, material_id, material.title, item.item_id, item.name.zh)


def _named(material_ids: tuple[str, ...]) -> list[dict[str, Any]]:
    known = known_materials(current_settings()) if material_ids else {}
    return [{"title": known[each].title} for each in material_ids if each in known]


def day_of(by: Decided) -> Any:
    return datetime.fromisoformat(by.at).astimezone(SHANGHAI).date()


def _text(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")
