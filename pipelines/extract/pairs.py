"""名称|数 pairs that stand in one line, parted by blanks, as published excerpts print a table's only row.

表一 2024年度行政处罚实施情况(宗) 罚款|94929 没收|235 … 说明：… 表二 行政许可(宗) 申请数量|26569
"""

import re
from collections.abc import Iterator

from pipelines.extract.bars import BARS, STOP, Cell, is_of_pairs, lines_with_bars, number_and_rest
from pipelines.extract.cells import LONGEST_LABEL, CellReader
from pipelines.extract.grids import NumberCell, Table

LONGEST_PAIR_LABEL, MOST_TITLE_WORDS = 30, 4
_TOKEN = re.compile(r"\S+")
_TABLE_MARK = re.compile(r"^[（(]?(?:附?表|附件)[一二三四五六七八九十\d]{1,3}")
_TITLE_END = re.compile(r"(?:统计表|数据表|情况表|一览表|汇总表|明细表|情况)(?:[（(][^（）()]*[）)])?[:：]?$|[:：]$")


def pair_tables(text: str, reader: CellReader) -> Iterator[Table]:
    """The tables of every line that is made of pairs, in order."""
    for start, end in lines_with_bars(text):
        if is_of_pairs(text, start, end, reader):
            yield from _of_line(text, start, end, reader)


def _of_line(text: str, start: int, end: int, reader: CellReader) -> Iterator[Table]:
    bars = [bar.start() for bar in BARS.finditer(text, start, end)]
    table, label_from, is_first = Table(), start, True
    for bar, segment_end in zip(bars, (*bars[1:], end), strict=True):
        title, label = _title_and_label(text, label_from, bar, is_first)
        if title:
            if table.numbers:
                yield table
            table = Table(titles=title)
        segment = text[bar + 1 : segment_end]
        low = bar + 1 + len(segment) - len(segment.lstrip())
        if found := number_and_rest(segment, reader):
            high = bar + 1 + found[1]
        else:
            high = low + len(segment.strip().rstrip("。；;，,"))
        printed = reader.number(text[low:high])
        label_from, is_first = (high, False) if printed else (bar + 1, True)
        if label and printed and len(label[0]) <= LONGEST_LABEL:
            span = (label[1], high)
            at, cell = (len(table.numbers), 1), Cell(text[low:high], low, high)
            table.numbers.append(NumberCell(cell, printed, at, (label[0],), (), "", None, span))
            table.spans.append(span)
    if table.numbers:
        yield table


def _title_and_label(text: str, start: int, bar: int, is_first: bool) -> tuple[tuple[str, ...], tuple[str, int] | None]:
    """What stands between a number and the next bar: perhaps the end of a note and a new title, then the label.

    In the middle of a table all of it is the label, blanks and all (行政 拘留); after a title it is the last word.
    """
    stops = [stop.end() for stop in STOP.finditer(text[start:bar])]
    begin = start + stops[-1] if stops else start
    tokens = [(token.group(), begin + token.start()) for token in _TOKEN.finditer(text[begin:bar])]
    if not tokens:
        return (), None
    marks = [at for at, (token, _) in enumerate(tokens[:-1]) if _TABLE_MARK.match(token)]
    titled = [at for at, (token, _) in enumerate(tokens[:-1]) if _TITLE_END.search(token)]
    label = tokens[-1]
    if marks or titled or is_first or stops:
        first = marks[-1] if marks else 0
        title = tuple(token for token, _ in reversed(tokens[first:-1][-MOST_TITLE_WORDS:]))
        return title, label
    whole = text[tokens[0][1] : bar].rstrip()
    if len(whole) <= LONGEST_PAIR_LABEL:
        return (), (whole, tokens[0][1])
    return (), label
