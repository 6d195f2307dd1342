"""What stands over every part of the page of assessment: which round, how far it is, and its parts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets.blocks import anchor, nav, note
from pipelines.api import Assessment, assessment_rounds, days_left, may, open_assessment

OF_DISTRICT = ("tasks", "review", "differences", "grades", "results", "plan")
OF_ASSESSED = ("tasks", "fill", "results", "plan")


def chosen(seen: View) -> Assessment | None:
    """The round that the address names, else the latest; None where there is none yet."""
    known = assessment_rounds()
    if not known:
        return None
    asked = next((each for each in known if each.round_id == seen.round_id), known[0])
    if len(known) > 1:
        links = [
            anchor(seen.here(round_id=each.round_id, entry_id=None), each.plan.name, each.round_id == asked.round_id)
            for each in known
        ]
        st.html(nav("choices", t("assess.rounds", seen.language), links))
    return open_assessment(seen.board, asked.round_id)


def parts(at: Assessment) -> tuple[str, ...]:
    """The parts of the page for who looks: as the district, as an organisation, or (without sign-in) as both."""
    fills = may("assess.fill") and bool(at.organisations)
    if not at.is_organiser:
        return OF_ASSESSED if fills else ("tasks", "results", "plan")
    return ("tasks", "fill", *OF_DISTRICT[1:]) if fills else OF_DISTRICT


def part(seen: View, at: Assessment) -> str:
    """The part that is open."""
    known = parts(at)
    return seen.section if seen.section in known else known[0]


def to_line(seen: View, at: Assessment, item_id: str, name: str) -> str:
    """HTML of a line's name, as the way to where it is filled in for who has that part."""
    return anchor(seen.here(section="fill", entry_id=item_id), name) if "fill" in parts(at) else escape(name)


def organisation(seen: View, at: Assessment) -> str:
    """The organisation in view, or the first one of the round that who looks sees."""
    return seen.organisation_id if seen.organisation_id in at.organisations else at.organisations[0]


def head(seen: View, at: Assessment) -> None:
    """The round's name, its steps with days and counts, and the parts."""
    language, found = seen.language, at.round
    example = (
        "" if at.rubric.kind == "own" else f'<span class="chip stated">{escape(t("assess.example", language))}</span>'
    )
    st.html(f'<p class="answer"><b>{escape(found.plan.name)}</b> {example}</p>{_stages(at, language)}')
    here = part(seen, at)
    links = [
        anchor(
            seen.here(section=each, entry_id=None, round_id=found.round_id),
            t(f"assess.part.{each}", language),
            each == here,
        )
        for each in parts(at)
    ]
    st.html(nav("choices", t("assess.parts", language), links))


def _stages(at: Assessment, language: str) -> str:
    """The steps of a round as a row: which is done, which runs, until when, how many."""
    counts, days = counted(at), at.round.plan.dates
    stage, size = at.round.stage, len(at.organisations)
    feedback, published = at.round.feedback, at.round.published
    until = feedback.object_until if feedback else None
    rows = [
        ("issued", "done", days.issued_on.isoformat(), ""),
        (
            "received",
            "done" if counts["received"] == size or stage != "open" else "runs",
            "",
            f"{counts['received']}/{size}",
        ),
        (
            "self",
            "done" if counts["submitted"] == size or days_left(days.self_until) < 0 else "runs",
            t("assess.until", language, day=days.self_until.isoformat()),
            f"{counts['submitted']}/{size}",
        ),
        (
            "review",
            "done" if stage != "open" else "runs" if counts["decided"] else "ahead",
            t("assess.until", language, day=days.review_until.isoformat()),
            f"{counts['decided']}/{counts['lines']}" if at.is_organiser else "",
        ),
        ("feedback", "done" if feedback else "ahead", _day(feedback), ""),
        (
            "objections",
            "done" if published else "runs" if feedback else "ahead",
            t("assess.until", language, day=until.isoformat()) if until else "",
            t("assess.objections_count", language, count=counts["objections"]) if feedback else "",
        ),
        ("published", "done" if published else "ahead", _day(published), ""),
        (
            "rectified",
            "ahead" if not counts["asked"] else "done" if counts["closed"] == counts["asked"] else "runs",
            t("assess.until", language, day=days.rectify_until.isoformat()),
            f"{counts['closed']}/{counts['asked']}" if counts["asked"] else "",
        ),
    ]
    items = "".join(
        f'<li class="{state}"><b>{escape(t(f"assess.stage.{name}", language))}</b>'
        f"<small>{' · '.join(f'<span>{escape(each)}</span>' for each in (count, day) if each)}</small></li>"
        for name, state, day, count in rows
    )
    return f'<ol class="stages" aria-label="{escape(t("assess.stages", language))}">{items}</ol>'


def counted(at: Assessment) -> Mapping[str, int]:
    """How many organisations received and submitted, how many lines are decided of how many, how many objections, and
    what `mended` counts.
    """
    assessees = [at.state.assessee(each) for each in at.organisations]
    lines = [item for item in at.rubric.scored if not item.is_veto]
    standings = [at.standing(each, item.item_id) for each in at.organisations for item in lines]
    return {
        "received": sum(bool(each.received) for each in assessees),
        "submitted": sum(each.submitted is not None for each in assessees),
        "decided": sum(each.is_decided for each in standings),
        "lines": len(standings),
        "objections": sum(each.objection is not None for each in standings),
        "open_objections": sum(each.objection is not None and each.ruling is None for each in standings),
        **mended([row for rows in at.rectifications.values() for row in rows]),
    }


def mended(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many 整改 were asked for, and how many of them are closed, to be checked again, to be mended, late."""
    counts = Counter(next_step(row) for row in rows)
    late = sum(row["days_overdue"] is not None and next_step(row) == "mend" for row in rows)
    return {"asked": len(rows), "late": late} | {step: counts[step] for step in ("closed", "check", "mend")}


def next_step(row: Mapping[str, Any]) -> str:
    """What has to happen next to one 整改: nothing (closed), an assessor checks again, or the office mends it."""
    return "closed" if row["status"] == "closed" else "check" if row["awaits"] else "mend"


def nobody(seen: View, at: Assessment) -> bool:
    """Whether the organisation in view isn't in the round; then it is said, with the ways to those that are."""
    if seen.organisation_id in at.organisations:
        return False
    st.html(note(t("assess.not_in", seen.language, name=seen.name(seen.organisation))))
    organisations(seen, at)
    return True


def organisations(seen: View, at: Assessment) -> None:
    """The organisations of the round, as links to this part of the page for each."""
    if len(at.organisations) < 2:
        return
    links = [
        anchor(
            seen.here(organisation_id=each, entry_id=None), at.name(each, seen.language), each == seen.organisation_id
        )
        for each in at.organisations
    ]
    st.html(nav("choices", t("assess.organisations", seen.language), links))


def _day(announced: object) -> str:
    by = getattr(announced, "by", None)
    return by.at[:10] if by else ""
