"""Sheets as offices keep them, and what is read of each, skipped and refused.

Longer than other files because it is a list of cases.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pipelines.domain.errors import (
    BoardError,
    DamagedDocument,
    DeepHeader,
    DoubledColumn,
    EmptyDocument,
    HiddenLedger,
    LinkedWorkbook,
    MissingColumns,
    NoLedgerHeader,
    NothingToLoad,
    ProtectedDocument,
    SecondHeader,
    SheetTooLarge,
    UnpacksTooLarge,
)
from tests.extract.readers.files import changed_zip, unzipped, zip_file
from tests.extract.readers.ole_files import ole_file
from tests.ledgers.sheets import Formula, Month, Sheet, csv_of, ods_of, xlsx_of

HEAD = ("案件编号", "立案日期", "处罚种类", "罚没金额", "决定日期", "是否听证")
"""Columns of the ledger of penalty cases."""
ROW = ("罚-1", "2024-03-04", "罚款", "200", "2024-03-25", "否")
EVENTS = ("活动编号", "活动日期", "所属社区", "参加人次")
EVENT = ("PF-1", "2024-05-06", "青石社区", "60")
D = date


@dataclass(frozen=True)
class Spec:
    """`reads`: each good row's values, those named; `skips`: row numbers by reason; `refuses`: sheet, row, letter,
    code.

    `fails`: the refusal of the whole file, and words of its message.
    """

    file: bytes
    name: str = "台账.xlsx"
    ledger: str = "penalty_cases"
    reads: tuple[dict[str, object], ...] = ()
    skips: dict[str, tuple[int, ...]] = field(default_factory=dict)
    refuses: tuple[tuple[str, int, str, str], ...] = ()
    fails: tuple[type[BoardError], tuple[str, ...]] | None = None
    unread: tuple[str, ...] = ()
    unread_sheets: tuple[str, ...] = ()
    mapping: dict[str, str] = field(default_factory=dict)


def book(*rows: tuple, **more) -> bytes:
    return xlsx_of(Sheet(rows, **more))


def one(column: str, *texts: object) -> bytes:
    """A csv of cases that differ in one column."""
    at = HEAD.index(column)
    rows = [[*ROW[:at], str(text), *ROW[at + 1 :]] for text in texts]
    return csv_of([HEAD, *([f"罚-{number}", *row[1:]] for number, row in enumerate(rows, 1))])


def dates(*texts: object) -> bytes:
    return csv_of([("案号", "立案日期"), *((f"罚-{number}", str(text)) for number, text in enumerate(texts, 1))])


PLAIN = {"case_no": "罚-1", "filed_on": D(2024, 3, 4), "kind": "fine", "amount": Decimal(200), "is_heard": False}

FORMS = {
    "a plain csv": Spec(csv_of([HEAD, ROW]), "a.csv", reads=(PLAIN,)),
    "a csv of digits alone in money": Spec(
        one("罚没金额", 200, 35), "a.csv", reads=({"amount": Decimal(200)}, {"amount": Decimal(35)})
    ),
    "a csv in GB18030": Spec(csv_of([HEAD, ROW], "gb18030"), "a.csv", reads=(PLAIN,)),
    "a csv in UTF-8 with its mark": Spec(csv_of([HEAD, ROW], "utf-8-sig"), "a.csv", reads=(PLAIN,)),
    "a csv in UTF-16": Spec(csv_of([HEAD, ROW], "utf-16"), "a.csv", reads=(PLAIN,)),
    "a csv parted by semicolons": Spec(csv_of([HEAD, ROW], mark=";"), "a.csv", reads=(PLAIN,)),
    "a csv parted by tabs": Spec(csv_of([HEAD, ROW], mark="\t"), "a.tsv", reads=(PLAIN,)),
    "a csv with the line ends of an old Mac": Spec(
        csv_of([HEAD, ROW, ("罚-2", *ROW[1:])], end="\r"), "a.csv", reads=(PLAIN, {"case_no": "罚-2"})
    ),
    "a csv whose texts hold more Chinese commas than it has columns": Spec(
        csv_of([("案件编号", "立案日期", "案由"), ("罚-1", "2024-03-04", "占道，经营，一，二，三，四，五")]),
        "a.csv",
        reads=({"cause": "占道,经营,一,二,三,四,五"},),
    ),
    "a csv with line breaks in quoted cells": Spec(
        csv_of('案件编号,立案日期,案由\n罚-1,2024-03-04,"占道\n经营"\n罚-2,2024-13-01,"乱摆\n摊"\n'),
        "a.csv",
        reads=({"cause": "占道\n经营"},),
        refuses=(("", 3, "B", "date"),),
    ),
    "a csv with a quotation that never closes": Spec(
        csv_of('案件编号,立案日期,案由\n罚-1,2024-03-04,"占道\n罚-2,2024-03-05,乱摆\n'),
        "a.csv",
        fails=(DamagedDocument, ("CSV",)),
    ),
    "ragged rows": Spec(
        csv_of([HEAD, ROW[:2], ("罚-2", *ROW[1:], "", "多", ""), ("罚-3",)]),
        "a.csv",
        reads=({"case_no": "罚-1", "amount": None}, {"case_no": "罚-2", "amount": Decimal(200)}),
        refuses=(("", 4, "B", "required"),),
    ),
    "empty rows in the middle and at the end": Spec(
        csv_of(
            [
                HEAD,
                ROW,
                ("",) * 6,
                (),
                (" ", "　", "", "", "", ""),
                ("罚-2", *ROW[1:]),
                (),
                ("", "", "", "", "", ""),
                (),
            ]
        ),
        "a.csv",
        reads=({"case_no": "罚-1"}, {"case_no": "罚-2"}),
    ),
    "an English header": Spec(
        csv_of([("Case no.", "FILED ON", "Kind", "Amount"), ("罚-1", "2024-03-04", "Fine", "200")]),
        "a.csv",
        reads=({"case_no": "罚-1", "kind": "fine", "amount": Decimal(200)},),
    ),
    "a spreadsheet with days, numbers and truth values": Spec(
        book(HEAD, ("罚-1", D(2024, 3, 4), "罚款", 200.5, D(2024, 3, 25), True)),
        reads=(
            {"filed_on": D(2024, 3, 4), "amount": Decimal("200.5"), "decided_on": D(2024, 3, 25), "is_heard": True},
        ),
    ),
    "an OpenDocument sheet": Spec(
        ods_of(Sheet([HEAD, ("罚-1", D(2024, 3, 4), "罚款", 3200, D(2024, 3, 25), "否")])),
        "a.ods",
        reads=({"filed_on": D(2024, 3, 4), "amount": Decimal(3200), "is_heard": False},),
    ),
    "a sheet that begins in the fifth row and the third column": Spec(
        book(HEAD, ROW, ("罚-2", "2024-02-31", *ROW[2:]), at=(4, 2)),
        reads=({"case_no": "罚-1"},),
        refuses=(("台账", 7, "D", "date"),),
    ),
    "several sheets of one ledger, others beside them": Spec(
        xlsx_of(
            Sheet([HEAD, ROW], name="一月"),
            Sheet([HEAD, ("罚-2", *ROW[1:]), ("罚-3", "昨天", *ROW[2:])], name="二月"),
            Sheet([("说明",), ("如实填写",)], name="说明"),
            Sheet([], name="空表"),
            chart="图",
        ),
        reads=({"case_no": "罚-1", "sheet_name": "一月"}, {"case_no": "罚-2", "sheet_name": "二月", "row_number": 2}),
        refuses=(("二月", 3, "B", "date"),),
        unread_sheets=("说明",),
    ),
}

HEADERS = {
    "title rows above, a merged title, a note to fill in": Spec(
        book(
            ("2024年行政处罚台账",),
            ("填报单位：龙津街道", "", "日期：2024年12月31日"),
            (),
            HEAD,
            ROW,
            merged=[(0, 0, 0, 5)],
        ),
        reads=(PLAIN,),
    ),
    "blanks, line breaks, stars and remarks in the header": Spec(
        book(
            ("案 件\n编 号*", "立案日期（必填）", " 处罚种类 ", "罚没金额\n（元）", "※决定日期", "是否听证【是/否】"),
            ROW,
        ),
        reads=(PLAIN,),
    ),
    "full width in the header": Spec(
        csv_of([("Ｃａｓｅ　ｎｏ．", "立案日期"), ("罚-1", "2024-03-04")]), "a.csv", reads=({"case_no": "罚-1"},)
    ),
    "columns in another order, aliases, columns that the ledger lacks": Spec(
        book(("序号", "立案时间", "案号", "经办科室", "罚款金额"), (1, "2024-03-04", "罚-1", "执法队", 200)),
        reads=({"case_no": "罚-1", "filed_on": D(2024, 3, 4), "amount": Decimal(200)},),
        unread=("经办科室",),
    ),
    "a header of two rows with merged cells": Spec(
        book(
            ("案件编号", "立案日期", "处罚", "", "是否听证"),
            ("案件编号", "立案日期", "种类", "罚没金额", "是否听证"),
            ("罚-1", "2024-03-04", "罚款", 200, "否"),
            merged=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4)],
        ),
        reads=({**PLAIN, "row_number": 3},),
        unread=(),
    ),
    "a header of two rows in a csv": Spec(
        csv_of(
            [
                ("案件编号", "立案日期", "处罚", "", ""),
                ("", "", "种类", "罚没金额", "听证"),
                ("罚-1", "2024-03-04", "罚款", "200", "否"),
            ]
        ),
        "a.csv",
        reads=({**PLAIN, "row_number": 3},),
    ),
    "an OpenDocument header of two rows with merged cells": Spec(
        ods_of(
            Sheet(
                [
                    ("案件编号", "立案日期", "处罚", ""),
                    ("", "", "种类", "罚没金额"),
                    ("罚-1", "2024-03-04", "罚款", 200),
                ],
                merged=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3)],
            )
        ),
        "a.ods",
        reads=({"case_no": "罚-1", "kind": "fine", "amount": Decimal(200)},),
    ),
    "a first entry that says what is a column's name too": Spec(
        csv_of([("案件编号", "立案日期", "程序"), ("罚-1", "2024-03-04", "听证"), ("罚-2", "2024-03-05", "简易")]),
        "a.csv",
        reads=({"case_no": "罚-1", "is_heard": None}, {"case_no": "罚-2"}),
        unread=("程序",),
    ),
    "a header in the twentieth row": Spec(book(*[("",)] * 18, ("说明",), HEAD, ROW), reads=(PLAIN,)),
    "a header in the fortieth row": Spec(book(("表",), *[("",)] * 38, HEAD, ROW), fails=(DeepHeader, ("40",))),
    "a header in the fortieth row of a csv": Spec(
        csv_of([("表",), *[("",)] * 38, HEAD, ROW]), "a.csv", fails=(DeepHeader, ("40",))
    ),
    "the header again in the middle": Spec(
        book(HEAD, ROW, HEAD, ("罚-2", *ROW[1:])),
        reads=({"case_no": "罚-1"}, {"case_no": "罚-2"}),
        skips={"header": (3,)},
    ),
    "a second header with other columns": Spec(
        book(HEAD, ROW, ("立案日期", "案件编号", "罚没金额", "处罚种类"), ("2024-03-05", "罚-2", 1, "罚款")),
        fails=(SecondHeader, ("台账!3", "立案日期")),
    ),
    "two columns that are one": Spec(book((*HEAD, "罚款金额"), (*ROW, 5)), fails=(DoubledColumn, ("罚款金额",))),
    "a required column that is missing": Spec(
        book(("案件编号", "处罚种类"), ("罚-1", "罚款")), fails=(MissingColumns, ("立案日期",))
    ),
    "another kind of ledger": Spec(
        book(("培训主题", "学时"), ("行政处罚法", 4)), fails=(NoLedgerHeader, ("行政处罚", "案件编号、立案日期"))
    ),
    "an export of another system": Spec(
        csv_of([("AJBH", "LARQ", "CFJE"), ("罚-1", "20240304", "200")]),
        "a.csv",
        mapping={"AJBH": "case_no", "larq": "filed_on", "CFJE": "amount"},
        reads=({"case_no": "罚-1", "filed_on": D(2024, 3, 4), "amount": Decimal(200)},),
    ),
}

ROWS = {
    "totals at the bottom, subtotals in the middle": Spec(
        csv_of(
            [
                ("序号", *HEAD[:4]),
                ("1", *ROW[:4]),
                ("3月小计", "", "", "", "200"),
                ("2", "罚-2", *ROW[1:4]),
                ("", "小 计", "", "", "200"),
                ("合计（件）", "2", "2", "", "400"),
                ("合计：2件", "", "", "", ""),
                ("总计", "", "", "", "400"),
            ]
        ),
        "a.csv",
        reads=({"case_no": "罚-1"}, {"case_no": "罚-2"}),
        skips={"total": (3, 5, 6, 7, 8)},
    ),
    "a total merged over the key and the date": Spec(
        book(HEAD, ROW, ("2024年合计2件", "", "", 200), merged=[(2, 0, 2, 2)]), reads=(PLAIN,), skips={"total": (3,)}
    ),
    "a plan is no total": Spec(
        csv_of(
            [("案由", "案件编号", "立案日期"), ("总计划外施工", "罚-1", "2024-03-04"), ("小计", "罚-2", "2024-03-04")]
        ),
        "a.csv",
        reads=({"case_no": "罚-1"}, {"case_no": "罚-2", "cause": "小计"}),
    ),
    "notes between the rows and signatures below": Spec(
        book(
            HEAD,
            ROW,
            ("以下为下半年案件", "", "", "", "", ""),
            ("罚-2", *ROW[1:]),
            ("备注：2024年数据，截至12月31日", "", "", "", "", ""),
            ("填表人：张三", "", "", "审核人：李四", "", "2024.12.31"),
            ("（以下空白）",),
            ("2024年12月31日制", "", "", "", "", ""),
            merged=[(2, 0, 2, 5), (4, 0, 4, 5), (7, 0, 7, 5)],
        ),
        reads=({"case_no": "罚-1"}, {"case_no": "罚-2"}),
        skips={"note": (3, 5, 6, 7, 8)},
    ),
    "an entry with nothing but its key isn't a note": Spec(
        csv_of([HEAD, ROW, ("（2024）罚2号", "", "", "", "", "")]),
        "a.csv",
        reads=(PLAIN,),
        refuses=(("", 3, "B", "required"),),
    ),
    "numbers written down in advance": Spec(
        book(("序号", *HEAD), (1, *ROW), *((number, *[""] * 6) for number in range(2, 60))), reads=(PLAIN,)
    ),
    "the template's example left in": Spec(
        book(("序号", *HEAD), ("示例", "罚-0", "2024-01-01", "罚款", 1, "", ""), (1, *ROW)),
        reads=(PLAIN,),
        skips={"example": (2,)},
    ),
    "a place that is called an example": Spec(
        csv_of([("社区", "案件编号", "立案日期"), ("示例社区", "罚-1", "2024-03-04")]),
        "a.csv",
        reads=({"community": "示例社区"},),
    ),
    "the same row twice": Spec(
        csv_of([HEAD, ROW, ROW, ("罚-2", *ROW[1:])]),
        "a.csv",
        reads=({"case_no": "罚-1", "row_number": 2}, {"case_no": "罚-2"}),
        refuses=(("", 3, "A", "doubled_row"),),
    ),
    "the same key with something else": Spec(
        csv_of([HEAD, ROW, ("罚-1", "2024-03-05", *ROW[2:]), ("罚-2", *ROW[1:])]),
        "a.csv",
        reads=({"case_no": "罚-2"},),
        refuses=(("", 2, "A", "doubled_key"), ("", 3, "A", "doubled_key")),
    ),
    "a key in full width is the same key": Spec(
        csv_of([HEAD, ROW, ("罚－１", *ROW[1:])]),
        "a.csv",
        reads=({"case_no": "罚-1"},),
        refuses=(("", 3, "A", "doubled_row"),),
    ),
    "a key with a blank that nobody sees is the same key": Spec(
        csv_of([HEAD, ROW, ("罚-1\u200b", *ROW[1:]), (" \u00a0罚-2", *ROW[1:])]),
        "a.csv",
        reads=({"case_no": "罚-1"}, {"case_no": "罚-2"}),
        refuses=(("", 3, "A", "doubled_row"),),
    ),
    "the same key on two sheets": Spec(
        xlsx_of(Sheet([HEAD, ROW], name="一月"), Sheet([HEAD, ROW], name="二月")),
        reads=({"sheet_name": "一月"},),
        refuses=(("二月", 2, "A", "doubled_row"),),
    ),
    "a key of more digits than a sheet keeps": Spec(
        book(HEAD, (202403041234567890, *ROW[1:]), ROW), reads=(PLAIN,), refuses=(("台账", 2, "A", "too_precise"),)
    ),
    "a key that a spreadsheet has shortened": Spec(
        csv_of([HEAD, ("2.02403E+17", *ROW[1:]), ROW]), "a.csv", reads=(PLAIN,), refuses=(("", 2, "A", "too_precise"),)
    ),
    "merged cells in the rows: a date holds for all, an amount counts once": Spec(
        book(
            HEAD,
            ("罚-1", "2024-03-04", "罚款", 300),
            ("罚-2", "", "", ""),
            ("罚-3", "", "", ""),
            merged=[(1, 1, 3, 1), (1, 2, 3, 2), (1, 3, 3, 3)],
        ),
        reads=(
            {"filed_on": D(2024, 3, 4), "kind": "fine", "amount": Decimal(300)},
            {"filed_on": D(2024, 3, 4), "kind": "fine", "amount": None},
            {"filed_on": D(2024, 3, 4), "kind": "fine", "amount": None},
        ),
    ),
    "merged cells in an OpenDocument sheet": Spec(
        ods_of(
            Sheet(
                [HEAD[:4], ("罚-1", D(2024, 3, 4), "罚款", 300), ("罚-2", "", "", "")],
                merged=[(1, 1, 2, 1), (1, 3, 2, 3)],
            )
        ),
        "a.ods",
        reads=({"filed_on": D(2024, 3, 4), "amount": Decimal(300)}, {"filed_on": D(2024, 3, 4), "amount": None}),
    ),
}

CELLS = {
    "days in every form": Spec(
        dates(
            "2023.5.6",
            "2023-05-06",
            "2023/5/6",
            "2023年5月6日",
            "20230506",
            "45052",
            "２０２３．５．６",
            "2023-05-06 10:30:00",
            " 2023 年 5 月 6 日 ",
        ),
        "a.csv",
        reads=({"filed_on": D(2023, 5, 6), "month_only": None},) * 9,
    ),
    "months": Spec(
        dates("2023年5月", "2023.5", "2023-05", "2023.05", "2023年10月", "2023.10"),
        "a.csv",
        reads=tuple({"filed_on": D(2023, month, 1), "month_only": "filed_on"} for month in (5, 5, 5, 5, 10, 10)),
    ),
    "what is no day": Spec(
        dates("2023-02-31", "2023-13-01", "昨天", "23.5.6", "5月6日", "2023.1", "2023年", "2023.5.6-5.8", "6/5/2023"),
        "a.csv",
        refuses=tuple(("", row, "B", "date") for row in range(2, 11)),
    ),
    "days out of range and to come": Spec(
        dates("1023-05-06", "1989-12-31", "2101-01-01", "12345", "2025-02-01", "2025-01-31", "1990-01-01"),
        "a.csv",
        reads=({"filed_on": D(2025, 1, 31)}, {"filed_on": D(1990, 1, 1)}),
        refuses=(*(("", row, "B", "date_range") for row in range(2, 6)), ("", 6, "B", "future")),
    ),
    "a month typed into a spreadsheet is a month": Spec(
        book(
            HEAD[:2],
            ("罚-1", Month(D(2023, 5, 1))),
            ("罚-2", Month(D(2023, 5, 1), 57)),
            ("罚-3", Month(D(2023, 5, 1), "yyyy-mm")),
            ("罚-4", Month(D(2023, 5, 6))),
            ("罚-5", D(2023, 5, 1)),
            ("罚-6", 2023.10),
        ),
        reads=(
            *({"filed_on": D(2023, 5, 1), "month_only": "filed_on"},) * 3,
            {"filed_on": D(2023, 5, 6), "month_only": None},
            {"filed_on": D(2023, 5, 1), "month_only": None},
        ),
        refuses=(("台账", 7, "B", "date"),),
    ),
    "a month typed into an OpenDocument sheet is a month": Spec(
        ods_of(Sheet([HEAD[:2], ("罚-1", Month(D(2023, 5, 1))), ("罚-2", D(2023, 5, 1))])),
        "a.ods",
        reads=({"month_only": "filed_on"}, {"filed_on": D(2023, 5, 1), "month_only": None}),
    ),
    "decided before it was filed": Spec(
        one("决定日期", "2024-03-03", "2024-03-04", "2024年3月", "2024年2月", "/"),
        "a.csv",
        reads=(
            {"case_no": "罚-2"},
            {"case_no": "罚-3", "month_only": "decided_on"},
            {"case_no": "罚-5", "decided_on": None},
        ),
        refuses=(("", 2, "E", "order"), ("", 5, "E", "order")),
    ),
    "amounts in every form": Spec(
        one("罚没金额", '"3,500"', "３５００", "3500元", "¥3500.00", "3500.5", "0", "3 500"),
        "a.csv",
        reads=tuple({"amount": Decimal(text)} for text in ("3500", "3500", "3500", "3500", "3500.5", "0", "3500")),
    ),
    "amounts that say their unit": Spec(
        one("罚没金额", "0.35万元", "3500元", "1.2万", "3千元"),
        "a.csv",
        reads=tuple({"amount": Decimal(number)} for number in (3500, 3500, 12000, 3000)),
    ),
    "amounts of which some say 万元 and others nothing": Spec(
        one("罚没金额", "0.35万元", "2.1", "3500"),
        "a.csv",
        reads=({"amount": Decimal(3500)},),
        refuses=(("", 3, "D", "mixed_units"), ("", 4, "D", "mixed_units")),
    ),
    "bad amounts": Spec(
        one("罚没金额", "-5", "约200", "200余元", "二百", '"3,5"', "1.23456", "9" * 16, "200美元", "50%"),
        "a.csv",
        refuses=tuple(
            ("", row, "D", code)
            for row, code in enumerate(
                ("least", "money", "money", "money", "money", "too_precise", "too_precise", "money", "money"), 2
            )
        ),
    ),
    "万元 in the header": Spec(
        csv_of(
            [
                (*HEAD[:3], "罚没金额（单位：万元）"),
                (*ROW[:3], "0.35"),
                ("罚-2", *ROW[1:3], "3万"),
                ("罚-3", *ROW[1:3], "3500元"),
            ]
        ),
        "a.csv",
        reads=({"amount": Decimal(3500)}, {"amount": Decimal(30000)}),
        refuses=(("", 4, "D", "mixed_units"),),
    ),
    "万元 behind the header's name, and 千元": Spec(
        xlsx_of(
            Sheet([(*HEAD[:3], "罚没金额/万元"), (*ROW[:3], 0.35)], name="一"),
            Sheet([(*HEAD[:3], "罚没金额万元"), ("罚-2", *ROW[1:3], 0.35)], name="二"),
            Sheet([(*HEAD[:3], "罚没金额(千元)"), ("罚-3", *ROW[1:3], 3.5)], name="三"),
            Sheet([(*HEAD[:3], "罚没金额 单位：万元"), ("罚-4", *ROW[1:3], 0.35)], name="四"),
        ),
        reads=({"amount": Decimal(3500)},) * 4,
    ),
    "万元 above the header": Spec(
        book(("行政处罚台账",), ("", "", "", "单位：万元"), HEAD[:4], (*ROW[:3], 0.35), ("罚-2", *ROW[1:3], "3500元")),
        reads=({"amount": Decimal(3500)},),
        refuses=(("台账", 5, "D", "mixed_units"),),
    ),
    "a foreign currency isn't taken for yuan": Spec(
        csv_of([(*HEAD[:3], "罚没金额（美元）"), (*ROW[:3], "200")]),
        "a.csv",
        reads=({"amount": None},),
        unread=("罚没金额（美元）",),
    ),
    "whole numbers": Spec(
        csv_of(
            [
                EVENTS,
                *(
                    (f"PF-{number}", *EVENT[1:3], text)
                    for number, text in enumerate(("60", "６０人次", "1.2万", "", "-"), 1)
                ),
            ]
        ),
        "a.csv",
        "publicity_events",
        reads=tuple({"attendance": number} for number in (60, 60, 12000, None, None)),
    ),
    "numbers that aren't whole or not sure": Spec(
        csv_of(
            [
                EVENTS,
                *(
                    (f"PF-{number}", *EVENT[1:3], text)
                    for number, text in enumerate(("-3", "60.5", "60余人", "近60", "六十", "50%", "60人左右"), 1)
                ),
            ]
        ),
        "a.csv",
        "publicity_events",
        refuses=(("", 2, "D", "least"), *(("", row, "D", "whole") for row in range(3, 9))),
    ),
    "persons counted in ten thousands by the header": Spec(
        csv_of([(*EVENTS[:3], "参加人次（万人次）"), (*EVENT[:3], "1.2")]),
        "a.csv",
        "publicity_events",
        reads=({"attendance": 12000},),
    ),
    "units of time that don't fit the header": Spec(
        csv_of(
            [
                ("场次编号", "人员编号", "培训日期", "学时（小时）"),
                ("P-1", "ZF-1", "2024-03-04", "4"),
                ("P-2", "ZF-1", "2024-03-04", "4小时"),
                ("P-3", "ZF-1", "2024-03-04", "1天"),
                ("P-4", "ZF-1", "2024-03-04", "41"),
            ]
        ),
        "a.csv",
        "trainings",
        reads=({"hours": Decimal(4)}, {"hours": Decimal(4)}),
        refuses=(("", 4, "D", "mixed_units"), ("", 5, "D", "most")),
    ),
    "yes and no in many forms": Spec(
        one("是否听证", "是", "√", "Y", "ＹＥＳ", "1", "TRUE", "有", "否", "×", "n", "0", "无", " 不 ", ""),
        "a.csv",
        reads=tuple({"is_heard": heard} for heard in (*(True,) * 7, *(False,) * 6, None)),
    ),
    "neither yes nor no": Spec(
        one("是否听证", "待定", "2", "是否"), "a.csv", refuses=tuple(("", row, "F", "yes_no") for row in (2, 3, 4))
    ),
    "choices by name, alias, English and id": Spec(
        one("处罚种类", "罚款", "吊销", "Fine", "fine", '"警告,通报批评"', "其它", "警告、 通报批评", ""),
        "a.csv",
        reads=tuple({"kind": kind} for kind in ("fine", "revoke", "fine", "fine", "warning", "other", "warning", None)),
    ),
    "choices that aren't listed": Spec(
        one("处罚种类", "罚金", '"罚款,警告"'), "a.csv", refuses=(("", 2, "C", "choice"), ("", 3, "C", "choice"))
    ),
    "cells struck out": Spec(
        csv_of([EVENTS, ("PF-1", "2024-05-06", "/", "—"), ("PF-2", "2024-05-06", "——", "\\")]),
        "a.csv",
        "publicity_events",
        reads=({"community": None, "attendance": None},) * 2,
    ),
    "a row without key or date": Spec(
        csv_of([HEAD, ("", *ROW[1:]), ("罚-2", "", *ROW[2:])]),
        "a.csv",
        refuses=(("", 2, "A", "required"), ("", 3, "B", "required")),
    ),
}

HARM = {
    "formulas": Spec(
        book(HEAD, (*ROW[:3], Formula("=100+100", 200), *ROW[4:]), ("罚-2", *ROW[1:])),
        reads=({"case_no": "罚-2"},),
        refuses=(("台账", 2, "D", "formula"),),
    ),
    "formulas in an OpenDocument sheet": Spec(
        ods_of(Sheet([HEAD, (*ROW[:3], Formula("=100+100", 200), *ROW[4:]), ("罚-2", *ROW[1:])])),
        "a.ods",
        reads=({"case_no": "罚-2"},),
        refuses=(("台账", 2, "D", "formula"),),
    ),
    "formulas that don't say where they stand": Spec(
        changed_zip(
            book(HEAD, (*ROW[:3], Formula("=100+100", 200), *ROW[4:])),
            "xl/worksheets/sheet1.xml",
            lambda text: text.replace(b' r="D2"', b""),
        ),
        fails=(DamagedDocument, ("sheet1.xml",)),
    ),
    "cells that a spreadsheet would run": Spec(
        csv_of(
            [
                ("案件编号", "立案日期", "案由", "罚没金额", "当事人"),
                ("罚-1", "2024-03-04", "=cmd|' /C calc'!A0", "1", ""),
                ("罚-2", "2024-03-04", "＝1+1", "1", ""),
                ("罚-3", "2024-03-04", "@SUM(1;2)", "1", ""),
                ("罚-4", "2024-03-04", "-2+3+cmd|' /C calc'!D2", "1", ""),
                ("罚-5", "2024-03-04", "+cmd|' /C calc'!D2", "1", ""),
                ("罚-6", "2024-03-04", "占道", "=1+1", ""),
                ("罚-7", "2024-03-04", "占道", "1", "=cmd|' /C calc'!A0"),
                ("罚-8", "2024-03-04", "-占道-", "1", "张三"),
            ]
        ),
        "a.csv",
        reads=({"case_no": "罚-8", "cause": "-占道-"},),
        refuses=(*(("", row, "C", "formula") for row in range(2, 7)), ("", 7, "D", "formula"), ("", 8, "E", "formula")),
    ),
    "a hidden sheet of the ledger": Spec(
        xlsx_of(Sheet([HEAD, ROW]), Sheet([HEAD, ("罚-2", *ROW[1:])], name="旧", is_hidden=True)),
        fails=(HiddenLedger, ("旧",)),
    ),
    "a hidden sheet of something else": Spec(
        xlsx_of(Sheet([HEAD, ROW]), Sheet([("选项",), ("罚款",)], name="选项", is_hidden=True)), reads=(PLAIN,)
    ),
    "a hidden OpenDocument sheet of the ledger": Spec(
        ods_of(Sheet([HEAD, ROW]), Sheet([HEAD, ROW], name="旧", is_hidden=True)),
        "a.ods",
        fails=(HiddenLedger, ("旧",)),
    ),
    "a workbook that takes values from another": Spec(
        zip_file(unzipped(book(HEAD, ROW)) | {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
        fails=(LinkedWorkbook, ("externalLinks",)),
    ),
    "an OpenDocument sheet that takes rows from another file": Spec(
        ods_of(Sheet([HEAD, ROW]), inside='<table:table-source xlink:href="file:///x.ods"/>'),
        "a.ods",
        fails=(LinkedWorkbook, ("table-source",)),
    ),
    "ten thousand columns": Spec(book((*HEAD, *["列"] * 10_000), ROW), fails=(SheetTooLarge, ("10,006",))),
    "ten thousand columns in a csv": Spec(
        csv_of([(*HEAD, *["列"] * 10_000), ROW]), "a.csv", fails=(SheetTooLarge, ("10,006",))
    ),
    "a zip bomb": Spec(
        changed_zip(book(HEAD, ROW), "xl/worksheets/sheet1.xml", lambda text: text + b" " * 60_000_000),
        fails=(UnpacksTooLarge, ()),
    ),
    "a locked file": Spec(ole_file(["EncryptedPackage", "EncryptionInfo"]), fails=(ProtectedDocument, ())),
    "a file cut short": Spec(book(HEAD, ROW)[:2000], fails=(DamagedDocument, ())),
    "an empty file": Spec(b"", "a.csv", fails=(EmptyDocument, ())),
    "an empty workbook": Spec(xlsx_of(Sheet([])), fails=(NoLedgerHeader, ())),
    "a header and nothing below": Spec(book(HEAD), fails=(NothingToLoad, ())),
    "a header, an example and a total": Spec(
        book(("序号", *HEAD), ("示例", *ROW), ("合计",)), fails=(NothingToLoad, ())
    ),
}

SPECS = FORMS | HEADERS | ROWS | CELLS | HARM
