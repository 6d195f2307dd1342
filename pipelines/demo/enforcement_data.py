"""The yearly enforcement data of one subdistrict (行政执法数据): a workbook in the form that provinces publish."""

import io
from collections.abc import Sequence

import xlsxwriter

from pipelines.demo.figures import Figures
from pipelines.demo.formats import MADE, WORKBOOK
from pipelines.demo.made import SIMULATED, MadeFile, due_in_january
from pipelines.demo.names import DISTRICT
from pipelines.demo.planted import Manifest, Stated
from pipelines.demo.subdistrict import Subdistrict

_NONE_KEPT = "none"
"""No ledger is kept of it: the office writes 0."""
_NO_POWER = "no_power"
_PENALTIES = (
    ("警告、通报批评", "penalty_warning", "宗"),
    ("罚款", "penalty_fine", "宗"),
    ("没收违法所得、没收非法财物", "penalty_confiscation", "宗"),
    ("暂扣许可证件、降低资质等级", "penalty_suspend", "宗"),
    ("吊销许可证件", "penalty_revoke", "宗"),
    ("限制开展生产经营活动", "penalty_restrict", "宗"),
    ("责令停产停业、责令关闭、限制从业", "penalty_shutdown", "宗"),
    ("行政拘留", "penalty_detention", _NO_POWER),
    ("其他行政处罚", "penalty_other", "宗"),
    ("合计（宗）", "admin_penalty_cases", "宗"),
    ("罚没金额（万元）", "penalty_amount", "万元"),
)
_LICENCES = (
    ("申请数量", "license_applied", "宗"),
    ("受理数量", "license_accepted", "宗"),
    ("许可数量", "admin_license_cases", "件"),
    ("不予许可数量", "license_refused", "宗"),
    ("撤销许可数量", "license_revoked", "宗"),
)
_OTHERS = (
    ("行政征收（宗）", "admin_levy_cases", _NONE_KEPT),
    ("行政检查（次）", "inspections", "次"),
    ("行政裁决（宗）", "admin_ruling_cases", _NONE_KEPT),
    ("行政给付（宗）", "admin_payment_cases", _NONE_KEPT),
    ("行政确认（宗）", "admin_confirm_cases", _NONE_KEPT),
    ("行政奖励（宗）", "admin_reward_cases", _NONE_KEPT),
    ("其他行政执法行为（宗）", "other_enforcement_cases", _NONE_KEPT),
)
Column = tuple[str, str, str]
TABLES: tuple[tuple[str, Sequence[Column]], ...] = (
    ("行政处罚实施情况统计表", _PENALTIES),
    ("行政许可实施情况统计表", _LICENCES),
    ("行政强制实施情况统计表", (("行政强制（宗）", "admin_coercion_cases", _NONE_KEPT),)),
    ("其他行政执法行为实施情况统计表", _OTHERS),
)
"""Titles and columns (heading, metric, unit once it is read), as data/catalogue/enforcement_form.yml has them."""
_WIDTH = len(_PENALTIES)


def enforcement_file(who: Subdistrict, year: int, figures: Figures, manifest: Manifest) -> MadeFile:
    """The enforcement data of a year; what they state is written down in the manifest."""
    organisation_id = who.named.organisation_id
    name = f"{organisation_id}-{year}-enforcement.xlsx"
    file = io.BytesIO()
    title = f"{DISTRICT}{who.named.name}{year}年度行政执法数据【{SIMULATED}】"
    with xlsxwriter.Workbook(file, WORKBOOK) as workbook:
        workbook.set_properties({"title": title, "created": MADE})
        head = workbook.add_format({"bold": True, "align": "center", "text_wrap": True})
        sheet = workbook.add_worksheet("行政执法数据")
        sheet.set_column(0, _WIDTH - 1, 14)
        sheet.merge_range(0, 0, 0, _WIDTH - 1, title, head)
        sheet.write_string(1, 0, f"发布日期：{due_in_january(who.seed, name, year)}")
        row = 3
        for number, (table, columns) in enumerate(TABLES):
            sheet.merge_range(row, 0, row, _WIDTH - 1, f"表{'一二三四'[number]}：{year}年度{table}", head)
            for at, (heading, metric_id, unit) in enumerate(columns):
                sheet.write_string(row + 1, at, heading, head)
                if unit == _NO_POWER:
                    continue
                value = figures.get((metric_id, year), 0)
                sheet.write_number(row + 2, at, value / 10_000 if unit == "万元" else value)
                read = {"万元": "元", _NONE_KEPT: "宗"}.get(unit, unit)
                stated = Stated(name, organisation_id, year, metric_id, str(value), "exact", read, str(value))
                manifest.stated.append(stated)
            row += 4
        sheet.write_string(row, 0, "注：行政拘留不属于街道职权，不填写。")
    return MadeFile("document", name, file.getvalue(), organisation_id, year)
