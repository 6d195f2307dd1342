"""`extract --format html`: a text with every number that was read marked, so that a person sees what was understood."""

from html import escape

from pipelines.domain.catalogue import Catalogue
from pipelines.extract import Extraction

_PAGE = """<!doctype html>
<html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --mapped: #bfe6dc; --unmapped: #ffd9a8; }}
@media (prefers-color-scheme: dark) {{ :root {{ --mapped: #1d5c50; --unmapped: #7a4a10; }} }}
body {{ font: 16px/1.9 "Noto Sans CJK SC", sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }}
mark {{ background: var(--mapped); color: inherit; border-radius: 3px; padding: 0 .15em; }}
mark.unmapped {{ background: var(--unmapped); }}
small {{ opacity: .75; }}
p {{ white-space: pre-wrap; }}
</style>
<h1>{title}</h1>
<p><mark>指标数据 mapped {mapped}</mark> · <mark class="unmapped">未识别 unmapped {unmapped}</mark></p>
<p>{body}</p>
"""


def page(found: Extraction, catalogue: Catalogue, *, title: str) -> str:
    """One HTML page that needs nothing else."""
    marks: dict[tuple[int, int], list[str]] = {}
    for observation in found.observations:
        name = catalogue.metric_of[observation.metric_id].name.zh
        marks.setdefault(observation.evidence.span, []).append(name)
    for unmapped in found.unmapped:
        marks.setdefault(unmapped.evidence.span, [])
    text, body, done = found.repaired.text, [], 0
    for (start, end), names in sorted(marks.items()):
        body.append(escape(text[done:start]))
        label = "、".join(names)
        kind = "" if names else ' class="unmapped"'
        note = f"<small>〔{escape(label)}〕</small>" if names else ""
        body.append(f'<mark{kind} title="{escape(label)}">{escape(text[start:end])}</mark>{note}')
        done = end
    body.append(escape(text[done:]))
    return _PAGE.format(
        title=escape(title),
        mapped=len(found.observations),
        unmapped=len(found.unmapped),
        body="".join(body),
    )
