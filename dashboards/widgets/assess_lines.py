"""A line of a rubric on the page: its rule, the board's figure with the way to its source, the claim, the marks."""

from collections.abc import Mapping
from html import escape
from typing import Any

from dashboards import navigation
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import materials
from pipelines.api import Assessment, owner_names, plain_marks, say

Row = Mapping[str, Any]
STEPS = ("claim", "score", "objection", "ruling")


def title(row: Row, language: str) -> str:
    """A line's name with its ceiling, as plain words for an expander or a heading."""
    ceiling = "" if row["ceiling"] is None else t("assess.of", language, marks=plain_marks(row["ceiling"]))
    return " ".join(filter(None, (row["name"], ceiling)))


def lost_marks(row: Row) -> bool:
    """Whether a line was scored below its ceiling."""
    return bool(row.get("is_decided") and row["marks"] is not None and row["ceiling"] and row["marks"] < row["ceiling"])


def heading(row: Row, language: str) -> str:
    """HTML of a heading of the rubric with what its lines come to."""
    return f'<h3 class="rubric level{row["level"]}">{escape(title(row, language))}</h3>'


def facts(seen: View, at: Assessment, row: Row, organisation_id: str) -> str:
    """HTML: what the rule says, the figure with the way to its sentence, what is asked to be shown, the claim."""
    language = seen.language
    parts = [f'<p class="note">{escape(t("assess.rule_is", language, rule=row["rule"]))}</p>']
    if owner := owner_names(language).get(row["owner_id"]):
        parts.append(f'<p class="note">{escape(t("metric.owner", language, owner=owner))}</p>')
    if row["source"] and row["source"].kind not in ("counted",):
        parts.append(f'<p class="figure-line">{_figure(seen, at, row, organisation_id)}</p>')
    if row["levels"]:
        levels = "".join(
            f"<li>{escape(t('assess.level', language, marks=plain_marks(marks), words=words))}</li>"
            for marks, words in row["levels"]
        )
        parts.append(f'<ul class="lines">{levels}</ul>')
    if row["evidence"]:
        asked = t("list_clauses", language).join(row["evidence"])
        parts.append(f'<p class="note">{escape(t("assess.asks", language, evidence=asked))}</p>')
    if row["claim"]:
        parts.append(claim(row, language))
    return "".join(parts)


def given(row: Row, language: str) -> str:
    """HTML of a line's name, its mark of how many, that of the year before, and why in one sentence."""
    value = escape("—" if not row["is_decided"] else marks_of(row, language))
    is_of = row["ceiling"] is not None and (row["marks"] is not None or not row["is_decided"])
    of = f"/{escape(plain_marks(row['ceiling']))}" if is_of else ""
    before = row.get("before")
    earlier = (
        "" if before is None else f"<small>{escape(t('assess.before', language, marks=plain_marks(before)))}</small>"
    )
    chips = "".join(f'<span class="chip late">{escape(each)}</span>' for each in _flags(row, language))
    return (
        f'<p><b>{escape(row["name"])}</b>{chips}<span class="row-value">{value}{of}</span>{earlier}</p>'
        f'<p class="note">{escape(row["why"] or row["proposed_said"])}</p>'
    )


def marks_of(row: Row, language: str) -> str:
    """What was given: marks, or that the line doesn't apply."""
    return say("reporting_state.not_applicable", language) if row["marks"] is None else plain_marks(row["marks"])


def _flags(row: Row, language: str) -> list[str]:
    said = []
    if row["objection"]:
        state = "waits" if row["ruling"] is None else "upheld" if row["ruling"].is_upheld else "rejected"
        said.append(t(f"assess.objection.{state}", language))
    if row["is_moved"]:
        said.append(t("assess.flag.moved", language))
    return said


def claim(row: Row, language: str) -> str:
    """HTML of what the organisation claims: figure, marks, that it doesn't apply, its words, its materials."""
    found, step = row["claim"], row.get("steps", {}).get("claim", {})
    said = [row["claimed_said"]] if row["claimed_said"] else []
    if not found.is_applicable:
        said.append(t("assess.not_applicable", language))
    elif found.marks is not None:
        said.append(t("assess.claims", language, marks=plain_marks(found.marks)))
    said.append(step.get("why", ""))
    words = t("list_clauses", language).join(filter(None, said)) or t("assess.claim_agrees", language)
    by = " · ".join(filter(None, (step.get("who"), step.get("role"), step.get("at"))))
    return (
        f'<p class="claim"><b>{escape(t("assess.claim", language))}</b> {escape(words)} '
        f'<span class="note">{escape(by)}</span></p>{materials.named(found.materials, language)}'
    )


def claimed(row: Row, language: str) -> str:
    """What the organisation claims, in a few plain words; empty where it claims nothing but words."""
    found = row["claim"]
    if found is not None and not found.is_applicable:
        return t("assess.claims_not_applicable", language)
    if found is not None and found.figure is None and found.marks is not None:
        return t("assess.claims", language, marks=plain_marks(found.marks))
    return row["claimed_said"]


def history(row: Row, language: str) -> str:
    """HTML of who gave a mark, objected, decided: when, in which role, with which words."""
    items = []
    for name in STEPS:
        step = row.get("steps", {}).get(name)
        if step and name != "claim":
            parts = (t(f"assess.step.{name}", language), step["who"], step["role"], step["at"], step["why"])
            items.append(f"<li>{escape(' · '.join(filter(None, parts)))}</li>")
    return f'<ul class="log">{"".join(items)}</ul>' if items else ""


def _figure(seen: View, at: Assessment, row: Row, organisation_id: str) -> str:
    """HTML of the board's figure, a link to where it came from, and what the rule makes of it."""
    language, source = seen.language, row["source"]
    shown = escape(row["figure"])
    if row["given"].is_known and source.kind in ("metric", "derived", "practice", "report_published"):
        shown = f'<a href="{escape(_way(seen, at, source, organisation_id))}">{shown}</a>'
    proposed = row["proposed"]
    code = "assess.by_rule" if proposed.lower == proposed.upper else "assess.by_rule_range"
    marks = t(code, language, lower=plain_marks(proposed.lower), upper=plain_marks(proposed.upper))
    if proposed.state in ("no_data", "judgement"):
        marks = ""
    if proposed.state == "not_applicable":
        marks = t("assess.proposes_not_applicable", language)
    return f"<b>{escape(t('assess.board_figure', language))}</b> {shown} <span>{escape(marks)}</span>"


def _way(seen: View, at: Assessment, source: Any, organisation_id: str) -> str:
    year = at.round.plan.year
    if source.kind == "metric":
        return seen.link(navigation.METRICS, organisation_id=organisation_id, year=year, metric_id=source.id)
    if source.kind == "practice":
        return seen.link(navigation.PRACTICES, organisation_id=organisation_id, year=year)
    if source.kind == "report_published":
        return seen.link(navigation.SIGNING, organisation_id=organisation_id, year=year)
    derived = at.derived_parts(source.id)
    return seen.link(navigation.METRICS, organisation_id=organisation_id, year=year, metric_id=derived[0])
