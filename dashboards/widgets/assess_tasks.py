"""我的任务: what who looks has to do in a round, what runs out when, and (for a district) how far everybody is."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import assess_frame, assess_offices
from dashboards.widgets.blocks import anchor, section, ways
from dashboards.widgets.recording import done, told
from dashboards.widgets.tables import days_kept_whole, listed
from pipelines.api import (
    Assessment,
    days_left,
    figure_differences,
    may,
    moved_figures,
    plain_marks,
    possible_gains,
    rule_losses,
    sign_for,
)


def draw(seen: View, at: Assessment) -> None:
    if at.is_organiser:
        _district(seen, at)
    if seen.organisation_id in at.organisations and (may("assess.fill") or not at.is_organiser):
        _own(seen, at)


def _district(seen: View, at: Assessment) -> None:
    """What waits for assessors, and a line an organisation."""
    language, counts = seen.language, assess_frame.counted(at)
    moved_rows = moved_figures(at, language)
    moved = {row["organisation_id"] for row in moved_rows}
    section(t("assess.tasks.district", language), t("assess.tasks.district_note", language))
    waiting = counts["lines"] - counts["decided"]
    said = t(
        "assess.tasks.answer",
        language,
        waiting=waiting,
        objections=counts["open_objections"],
        moved=len(moved_rows),
        differences=len(figure_differences(at, language)),
    )
    mending = t("assess.own.rectify", language, **counts) if counts["asked"] else ""
    _answers(filter(None, (said, mending)))
    columns = [t(f"assess.column.{name}", language) for name in ("organisation", "received", "self", "scored", "marks")]
    rows = [_organisation_row(seen, at, each, each in moved) for each in at.organisations]
    st.html(listed(t("assess.tasks.district", language), columns, rows, plain=(1, 2), short=(3, 4)))


def _organisation_row(seen: View, at: Assessment, organisation_id: str, is_moved: bool) -> list[str]:
    language, assessee, found = seen.language, at.state.assessee(organisation_id), at.totals[organisation_id]
    lines = [item for item in at.rubric.scored if not item.is_veto]
    decided = sum(at.standing(organisation_id, item.item_id).is_decided for item in lines)
    objections = sum(
        at.standing(organisation_id, item.item_id).objection is not None
        and at.standing(organisation_id, item.item_id).ruling is None
        for item in lines
    )
    where = seen.here(organisation_id=organisation_id, section="results" if found.open_items == 0 else "review")
    chips = [t("assess.flag.moved", language)] if is_moved else []
    chips += [t("assess.flag.objections", language, count=objections)] if objections else []
    open_ones = sum(row["status"] != "closed" for row in at.rectifications[organisation_id])
    chips += [t("assess.flag.rectify", language, count=open_ones)] if open_ones else []
    flags = "".join(f' <span class="chip late">{escape(each)}</span>' for each in chips)
    return [
        anchor(where, at.name(organisation_id, language)) + flags,
        t(f"assess.state.{_received(at, assessee.received)}", language),
        t(f"assess.state.{_filled(at, organisation_id)}", language),
        f"{decided}/{len(lines)}",
        marks_said(found.lower, found.upper, language) if decided else "—",
    ]


def _received(at: Assessment, version: str) -> str:
    if not version:
        return "not_received"
    return "received" if version == at.round.plan.version else "received_before"


def _filled(at: Assessment, organisation_id: str) -> str:
    assessee = at.state.assessee(organisation_id)
    return "submitted" if assessee.submitted else "filling" if assessee.fillers else "not_begun"


def marks_said(lower: object, upper: object, language: str) -> str:
    """Marks, or from where to where they may still come."""
    first, last = plain_marks(lower), plain_marks(upper)  # ty: ignore[invalid-argument-type]
    return first if first == last else t("assess.between", language, lower=first, upper=last)


def _answers(said: Iterable[str]) -> None:
    """Each answer a paragraph of its own."""
    st.html("".join(f'<p class="answer">{days_kept_whole(escape(each))}</p>' for each in said))


def _own(seen: View, at: Assessment) -> None:
    """What one organisation has to do next, until when, and what it may still gain."""
    language, organisation_id = seen.language, seen.organisation_id
    assessee = at.state.assessee(organisation_id)
    section(t("assess.tasks.own", language, name=at.name(organisation_id, language)))
    gains = possible_gains(at, organisation_id, language)
    _answers(_said(seen, at))
    if at.round.stage != "open":
        ways([(seen.here(section="results"), t("assess.part.results", language))])
    told("assess-receive")
    if assessee.received != at.round.plan.version and may("assess.fill"):
        label = t("assess.receive_again" if assessee.received else "assess.receive", language)
        st.button(
            label,
            key="assess-receive",
            type="primary",
            on_click=done,
            args=(language, "assess-receive", lambda: sign_for(at, organisation_id), "assess.said.received"),
        )
    is_open = at.is_being_filled(organisation_id)
    if at.round.stage == "open":
        assess_offices.draw(seen, at, may_divide=may("assess.fill") and is_open)
    _losses(seen, at)
    if not gains or not is_open:
        return
    section(t("assess.gains", language), t("assess.gains_note", language))
    columns = [t(f"assess.column.{name}", language) for name in ("line", "ceiling", "most", "next")]
    rows = [
        [
            assess_frame.to_line(seen, at, row["item_id"], row["name"]),
            plain_marks(row["ceiling"]),
            plain_marks(row["most"]),
            escape(t(f"assess.gain.{row['how']}.{row['state']}", language)),
        ]
        for row in gains
    ]
    st.html(listed(t("assess.gains", language), columns, rows, short=(1, 2)))


def _losses(seen: View, at: Assessment) -> None:
    """Where marks will be lost by what the board knows, while nobody has scored."""
    language = seen.language
    rows = rule_losses(at, seen.organisation_id, language)
    if not rows or at.round.stage != "open":
        return
    section(t("assess.losses", language), t("assess.losses_note", language))
    columns = [t(f"assess.column.{name}", language) for name in ("line", "ceiling", "lost", "why")]
    cells = [
        [
            assess_frame.to_line(seen, at, row["item_id"], row["name"]),
            plain_marks(row["ceiling"]),
            marks_said(row["least"], row["most"], language),
            escape(row["why"]),
        ]
        for row in rows
    ]
    st.html(listed(t("assess.losses", language), columns, cells, short=(1, 2)))


def _said(seen: View, at: Assessment) -> list[str]:
    """What the organisation should know first."""
    language, assessee = seen.language, at.state.assessee(seen.organisation_id)
    feedback = at.round.feedback
    if at.round.published:
        return [t("assess.own.published", language), *_to_mend(seen, at)]
    if feedback and feedback.object_until:
        left, day = days_left(feedback.object_until), feedback.object_until.isoformat()
        key = "assess.own.objections" if left >= 0 else "assess.own.objections_over"
        return [t(key, language, day=day, days=left), *_to_mend(seen, at)]
    if assessee.submitted:
        return [t("assess.own.submitted", language)]
    until = at.state.filling_until(seen.organisation_id)
    left = days_left(until)
    if left < 0:
        return [t("assess.own.over", language, day=until.isoformat())]
    to_fill = sum(at.waits_for_claim(seen.organisation_id, item) for item in at.rubric.scored)
    said = [t("assess.own.filling", language, day=until.isoformat(), days=left, count=to_fill)]
    if assessee.until:
        said.append(t("assess.own.returned", language))
    return said


def _to_mend(seen: View, at: Assessment) -> list[str]:
    """How much the assessment asks the organisation to mend, and what of it is due first."""
    asked = at.rectifications[seen.organisation_id]
    if not asked:
        return []
    said = t("assess.own.rectify", seen.language, **assess_frame.mended(asked))
    if to_mend := [row for row in asked if assess_frame.next_step(row) == "mend"]:
        first = min(to_mend, key=lambda row: row["due_on"])
        day = first["due_on"].isoformat()
        said += t("assess.own.rectify_first", seen.language, name=seen.name(first), day=day)
    return [said]
