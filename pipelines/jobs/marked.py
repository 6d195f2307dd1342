"""`extract --format html`: a text with every number marked, so that a person sees what was understood, and what not."""

from html import escape

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.observations import Observation
from pipelines.domain.quantities import Ignored
from pipelines.extract import Extraction
from pipelines.wording import say

_PAGE = """<!doctype html>
<html lang="{language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --mapped: #bfe6dc; --unmapped: #ffd9a8; --quiet: #667; }}
@media (prefers-color-scheme: dark) {{ :root {{ --mapped: #1d5c50; --unmapped: #7a4a10; --quiet: #9aa; }} }}
body {{ font: 16px/2.4 "Noto Sans CJK SC", sans-serif; max-width: 46rem; margin: 0 auto; padding: 0 1rem 4rem; }}
h1 {{ font-size: 1.25rem; line-height: 1.4; margin: 1.5rem 0 0; overflow-wrap: anywhere; }}
header {{ position: sticky; top: 0; background: Canvas; padding: .4rem 0; line-height: 1.9; }}
header span {{ margin-right: 1.2em; white-space: nowrap; }}
mark {{ background: var(--mapped); color: inherit; border-radius: 3px; padding: 0 .15em; }}
mark.unmapped {{ background: var(--unmapped); }}
mark.ignored {{ background: none; color: var(--quiet); text-decoration: underline dotted; }}
b {{ display: inline-block; text-align: center; font-weight: 400; line-height: 1.5; white-space: nowrap; }}
b small {{ display: block; margin: 0 .3em; line-height: 1.3; }}
small {{ font-size: .62em; color: var(--quiet); user-select: none; }}
main {{ white-space: pre-wrap; overflow-wrap: anywhere; }}
</style>
<h1>{title}</h1>
<header>{legend}</header>
<main>{body}</main>
"""


_LONGEST_UNBROKEN = 14
"""A mark of more characters may be broken over lines; its label then stands behind it."""


def page(found: Extraction, ignored: list[Ignored], catalogue: Catalogue, *, title: str, language: str) -> str:
    """One HTML page that needs nothing else: each number with its metric over it, or why it is none."""
    marks: dict[tuple[int, int], tuple[str, list[str]]] = {}
    for observation in found.observations:
        _, labels = marks.setdefault(observation.evidence.span, ("mapped", []))
        labels.append(_label(observation, catalogue, language))
    for unmapped in found.unmapped:
        marks.setdefault(unmapped.evidence.span, ("unmapped", [say("marked.unknown", language)]))
    for each in ignored:
        marks.setdefault(each.span, ("ignored", [say(f"ignored.{each.reason}", language)]))
    kinds = [kind for kind, _ in marks.values()]
    legend = "".join(
        f'<span><mark class="{kind}">{escape(say(f"marked.{kind}", language))}</mark> {kinds.count(kind)}</span>'
        for kind in ("mapped", "unmapped", "ignored")
    )
    body = _marked(found.repaired.text, marks)
    return _PAGE.format(title=escape(title), language=language, legend=legend, body=body)


def _marked(text: str, marks: dict[tuple[int, int], tuple[str, list[str]]]) -> str:
    body, done = [], 0
    for (start, end), (kind, labels) in sorted(marks.items()):
        if start < done:
            continue
        label, printed = escape("、".join(labels)), escape(text[start:end])
        mark = f'<mark class="{kind}" title="{label}">{printed}</mark>'
        is_long = end - start > _LONGEST_UNBROKEN
        body.append(escape(text[done:start]))
        body.append(f"{mark}<small>{label}</small>" if is_long else f"<b><small>{label}</small>{mark}</b>")
        done = end
    return "".join((*body, escape(text[done:])))


def _label(observation: Observation, catalogue: Catalogue, language: str) -> str:
    """The metric's name, with its part, and the period or the kind where a reader would take another for granted."""
    name = getattr(catalogue.metric_of[observation.metric_id].name, language)
    notes = [observation.scope] if observation.scope else []
    if observation.kind in ("window", "standard"):
        notes.append(say(f"marked.{observation.kind}", language))
    if {"other_year", "part_year"} & set(observation.flags):
        days = dict.fromkeys((f"{observation.period_start:%Y-%m}", f"{observation.period_end:%Y-%m}"))
        notes.append("–".join(days))
    return f"{name}（{'，'.join(notes)}）" if notes else name
