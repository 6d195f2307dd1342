"""A year's rule-of-law report of one subdistrict, in the house style, with every figure that it prints."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from pipelines.demo.figures import Figures
from pipelines.demo.formats import FORMATS, Report
from pipelines.demo.made import SIMULATED, MadeFile
from pipelines.demo.names import DISTRICT
from pipelines.demo.planted import Manifest, Stated
from pipelines.demo.sentences import GOALS, HEADS, MOST_KEPT, PROBLEMS, SECTIONS, Sentence
from pipelines.demo.subdistrict import Subdistrict

_SLOT = re.compile(r"\{(\w+)\}([\u4e00-\u9fff]*)")
_UNITS = ("人次", "场次", "次", "份", "件", "宗", "名", "条", "个", "场")
_RATES = {
    "law_exam_completion_rate": ("law_exam_participants", "due"),
    "law_exam_pass_rate": ("passed", "law_exam_participants"),
}
_TABLE = (
    ("行政处罚", "宗", "admin_penalty_cases"),
    ("行政许可", "件", "admin_license_cases"),
    ("行政检查", "次", "inspections"),
)
_LEFT_OUT = 0.1
_NUMERALS = "一二三四五六"


@dataclass(frozen=True, slots=True)
class Odd:
    """What a report has on purpose.

    `more`: added to a metric's figure.  `rounded`: printed as 40余.  `looks_back`: what last year's figure is said to
    have been beyond what it was.  `differs`: the table gives so many more than the text.  `is_draft`: it hasn't been
    signed yet (送审稿).
    """

    more: Mapping[str, int] = field(default_factory=dict)
    rounded: tuple[str, ...] = ()
    looks_back: int | None = None
    differs: int = 0
    is_late: bool = False
    is_draft: bool = False


def published_on(who: Subdistrict, year: int, *, is_late: bool) -> date:
    """The day on which a year's report comes out: by 1 April, or after it."""
    draw = Random(f"{who.seed}/{who.named.organisation_id}/published/{year}")
    if is_late:
        return date(year + 1, 4, 20) + timedelta(days=draw.randint(0, 40))
    return date(year + 1, 1, 12) + timedelta(days=draw.randint(0, 75))


def report_file(who: Subdistrict, year: int, figures: Figures, odd: Odd, manifest: Manifest) -> MadeFile:
    """The report of a year; what it states is written down in the manifest."""
    extension = "docx" if odd.is_draft else list(FORMATS)[(who.number + year) % len(FORMATS)]
    name = f"{who.named.organisation_id}-{year}{'-draft' if odd.is_draft else ''}.{extension}"
    writer = _Writer(who, year, figures, odd)
    report = writer.report()
    # a figure that stands twice is one figure
    stated = dict.fromkeys(writer.stated)
    manifest.stated += [Stated(name, who.named.organisation_id, year, *each) for each in stated]
    return MadeFile(
        "document" if odd.is_draft else "report", name, FORMATS[extension](report), who.named.organisation_id, year
    )


class _Writer:
    """Fills the sentences of one report.  `stated`: (metric, value, qualifier, unit, the ledger's value)."""

    def __init__(self, who: Subdistrict, year: int, figures: Figures, odd: Odd):
        self._who, self._year, self._figures, self._odd = who, year, figures, odd
        self._draw = Random(f"{who.seed}/{who.named.organisation_id}/report/{year}")
        self.stated: list[tuple[str, str, str, str, str]] = []

    def report(self) -> Report:
        who, year = self._who, self._year
        place = f"{DISTRICT}{who.named.name}"
        come_out = published_on(who, year, is_late=self._odd.is_late)
        paragraphs = [
            f"本报告为{SIMULATED}，只供演示和测试。",
            *([] if self._odd.is_draft else [f"发布日期：{come_out.year}年{come_out.month}月{come_out.day}日"]),
            f"{year}年，{who.named.name}围绕法治政府建设年度任务，坚持依法行政，各项工作有序推进。",
        ]
        for head, section in zip(HEADS, SECTIONS, strict=False):
            paragraphs.append(head)
            paragraphs += [text for sentences in section if (text := self._paragraph(sentences))]
        after = [HEADS[3], "法治政府建设虽有进展，仍有以下不足：", *self._listed(PROBLEMS, "{mark}是{name}。{more}。")]
        after += [HEADS[4], "下一步，街道将围绕以下目标推进法治政府建设。"]
        after += self._listed(GOALS, "（{mark}）{name}。{more}。")
        draft = "（送审稿）" if self._odd.is_draft else ""
        title = f"{place}{year}年度法治政府建设年度报告{draft}【{SIMULATED}】"
        # what stands below the goals is read as a goal, so the table stands above the problems
        return Report(title, tuple(paragraphs), f"{year}年度行政执法数据", self._table(), tuple(after))

    def _paragraph(self, sentences: tuple[Sentence, ...]) -> str:
        needed = {"street_occupation_cases", *self._odd.rounded, *self._odd.more}
        kept = []
        for sentence in sentences:
            wording = self._draw.choice(sentence.wordings)
            is_needed = any(metric in wording for metric in needed)
            if sentence.is_loose and not is_needed and self._draw.random() < _LEFT_OUT:
                continue
            kept.append(_SLOT.sub(self._filled, wording))
        return "".join(kept)

    def _filled(self, slot: re.Match[str]) -> str:
        metric_id, after = slot[1], slot[2]
        if metric_id in _RATES:
            part, whole = (self._figures[each, self._year] for each in _RATES[metric_id])
            rate = (Decimal(100 * part) / max(whole, 1)).quantize(Decimal("0.1"))
            printed = f"{rate.normalize():f}"
            self._state(metric_id, printed, "exact", "%", printed)
            return f"{printed}%{after}"
        if metric_id == "look_back":
            return self._looked_back() + after
        if metric_id == "losses":
            return self._losses() + after
        value = self._figures[metric_id, self._year]
        if metric_id == "penalty_amount":
            self._state(metric_id, str(value), "exact", "元", str(value))
            return (f"{Decimal(value) / 10_000:f}万元" if value >= 10_000 else f"{value}元") + after
        unit = next(unit for unit in _UNITS if after.startswith(unit))
        printed = value + self._odd.more.get(metric_id, 0)
        if metric_id in self._odd.rounded:
            base = 10 if value < 1_000 else 100
            printed = (value - 1) // base * base
            self._state(metric_id, str(printed), "at_least", unit, str(value))
            return f"{printed}余{after}"
        self._state(metric_id, str(printed), "exact", unit, str(value))
        return f"{printed}{after}"

    def _state(self, metric_id: str, value: str, qualifier: str, unit: str, ledger: str) -> None:
        self.stated.append((metric_id, value, qualifier, unit, ledger))

    def _losses(self) -> str:
        losses = self._figures["litigation_losses", self._year]
        self._state("litigation_losses", str(losses), "exact" if losses else "implied", "件", str(losses))
        return f"行政诉讼败诉案件{losses}件。" if losses else "全年无行政诉讼败诉案件。"

    def _looked_back(self) -> str:
        """，较2022年的95宗有所减少: another figure than last year's report gave."""
        if self._odd.looks_back is None:
            return ""
        before = self._figures["street_occupation_cases", self._year - 1] + self._odd.looks_back
        now = self._figures["street_occupation_cases", self._year]
        turn = "增加" if now > before else "减少"
        return f"，较{self._year - 1}年的{before}宗有所{turn}"

    def _listed(self, pool: tuple[tuple[str, str], ...], form: str) -> list[str]:
        own = range(MOST_KEPT) if self._who.number == 0 else sorted(self._draw.sample(range(len(pool)), MOST_KEPT))
        return [form.format(mark=_NUMERALS[order], name=pool[at][0], more=pool[at][1]) for order, at in enumerate(own)]

    def _table(self) -> tuple[tuple[str, str, int], ...]:
        rows = []
        for label, unit, metric_id in _TABLE:
            value = self._figures[metric_id, self._year]
            shown = value + (self._odd.differs if metric_id == "inspections" else 0)
            self._state(metric_id, str(shown), "exact", unit, str(value))
            rows.append((label, unit, shown))
        return tuple(rows)
