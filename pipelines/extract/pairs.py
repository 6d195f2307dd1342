"""名称|数 pairs that stand in one line, parted by blanks, as published excerpts print a table's only row.

表一 2024年度行政处罚实施情况(宗) 罚款|94929 没收|235 … 说明：… 表二 行政许可(宗) 申请数量|26569
"""

import re
from collections.abc import Callable, Iterator

from pipelines.extract.bars import BARS, STOP, Cell, is_of_pairs, lines_with_bars, number_and_rest
from pipelines.extract.cells import LONGEST_LABEL, CellReader
from pipelines.extract.grids import NumberCell, Table

LONGEST_PAIR_LABEL, MOST_TITLE_WORDS = 30, 4
_TOKEN = re.compile(r"\S+")
_TABLE_MARK = re.compile(r"^[（(]?(?:附?表|附件)[一二三四五六七八九十\d]{1,3}")
_TITLE_END = re.compile(r"(?:统计表|数据表|情况表|一览表|汇总表|明细表|情况)(?:[（(][^（）()]*[）)])?[:：]?$|[:：]$")


def pair_tables(text: str, reader: CellReader, names_act: Callable[[str], bool]) -> Iterator[Table]:
    """The tables of every line that is made of pairs, in order.

    `names_act` tells a title in the middle of a line (合计|9 行政许可(宗) 申请数量|20) from a name that holds a blank.
    """
    for start, end in lines_with_bars(text):
        if is_of_pairs(text, start, end, reader):
            yield from _of_line(text, (start, end), reader, names_act)


def _of_line(text: str, line: tuple[int, int], reader: CellReader, names_act: Callable[[str], bool]) -> Iterator[Table]:
    start, end = line
    bars = [bar.start() for bar in BARS.finditer(text, start, end)]
    table, label_from, is_first = Table(), start, True
    for bar, segment_end in zip(bars, (*bars[1:], end), strict=True):
        title, label = _title_and_label(text, (label_from, bar), is_first, names_act)
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


def _title_and_label(
    text: str, span: tuple[int, int], is_first: bool, names_act: Callable[[str], bool]
) -> tuple[tuple[str, ...], tuple[str, int] | None]:
    """What stands between a number and the next bar: perhaps the end of a note and a new title, then the label.

    In the middle of a table all of it is the label, blanks and all (行政 拘留); after a title it is the last word.
    """
    start, bar = span
    stops = [stop.end() for stop in STOP.finditer(text, start, bar)]
    begin = stops[-1] if stops else start
    tokens = [(token.group().lstrip("，,、"), token.start()) for token in _TOKEN.finditer(text, begin, bar)]
    tokens = [(token, text.index(token, at)) for token, at in tokens if token]
    if not tokens:
        return (), None
    marks = [at for at, (token, _) in enumerate(tokens[:-1]) if _TABLE_MARK.match(token)]
    is_titled = any(_TITLE_END.search(token) or names_act(token) for token, _ in tokens[:-1])
    label = tokens[-1]
    head, colon, _ = label[0].replace(":", "：").rpartition("：")
    if colon and (is_first or names_act(head)) and not label[0].endswith(("：", ":")):
        tokens[-1:] = [(head, label[1]), (label[0][len(head) + 1 :], label[1] + len(head) + 1)]
        label, is_titled = tokens[-1], True
    if marks or is_titled or is_first or stops:
        first = marks[-1] if marks else 0
        return tuple(token for token, _ in reversed(tokens[first:-1][-MOST_TITLE_WORDS:])), label
    whole = text[tokens[0][1] : bar].rstrip()
    return (), (whole, tokens[0][1]) if len(whole) <= LONGEST_PAIR_LABEL else label
