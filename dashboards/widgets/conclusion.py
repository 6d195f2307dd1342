"""一句话结论: what the report states, and where its goals stand; each clause a link to what it counts."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from dashboards import navigation
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import status
from pipelines.api import person

PAGES = {"figures": navigation.METRICS, "goals": navigation.GOALS}


def conclusion(seen: View, stated: Mapping[str, int], progress: Sequence[Mapping[str, Any]]) -> str:
    """HTML.  `stated`: how many figures, practices, problems and goals the year's report has; `progress`: its key
    results.
    """
    said = [*_stated(seen, stated), *(_progress(seen, progress) if progress else ())]
    return f'<p class="conclusion">{"".join(said)}</p>'


def figures_of(seen: View, metrics: pd.DataFrame) -> int:
    """How many figures the year's source states: a report's are counted apart from those of ledgers or by hand."""
    extent = seen.year_coverage["extent"]
    return int((metrics["source"] == (extent if extent in ("ledger", "hand") else "report")).sum())


def goals_of(seen: View) -> int:
    """How many goals the year's report sets."""
    return int((seen.board.goals(seen.organisation_id)["source_year"] == seen.year).sum())


def _stated(seen: View, stated: Mapping[str, int]) -> list[str]:
    language, extent = seen.language, seen.year_coverage["extent"]
    said = [escape(t("conclusion.opening." + extent, language, year=seen.year))]
    links = []
    for name, count in stated.items():
        if count:
            label = t(f"conclusion.{name}.{'one' if count == 1 else 'many'}", language, count=count)
            links.append(_link(label, seen.link(PAGES.get(name, navigation.PRACTICES))))
    said.append(escape(t("list_comma", language)).join(links))
    missing = [t(f"conclusion.word.{name}", language) for name, count in stated.items() if not count]
    if missing:
        said.append(escape(t("conclusion.missing." + extent, language, what=t("list_mark", language).join(missing))))
    return [*said, escape(t("conclusion.no_targets" if stated["goals"] else "conclusion.end", language))]


def _progress(seen: View, progress: Sequence[Mapping[str, Any]]) -> list[str]:
    language = seen.language
    proposed = sum(row["target_state"] == "proposed" for row in progress)
    how_many = "proposed" if proposed == len(progress) else "some_proposed" if proposed else "colon"
    links = [
        _link(
            t("conclusion.status", language, status=status.word(found, language), count=count),
            seen.link(navigation.GOALS, status=found),
        )
        for found, count in status.counts(progress).items()
    ]
    return [
        escape(t("conclusion.progress", language, year=progress[0]["target_year"])),
        _link(t("conclusion.key_results", language, count=len(progress)), seen.link(navigation.GOALS)),
        escape(t(f"conclusion.{how_many}", language, count=proposed)),
        escape(t("list_comma", language)).join(links),
        escape(t("conclusion.end", language)),
    ]


def _link(label: str, to: str) -> str:
    """A link; the words alone where strangers look on, to whom no other page opens."""
    if person().is_stranger:
        return escape(label)
    return f'<a href="{escape(to)}">{escape(label)}</a>'
