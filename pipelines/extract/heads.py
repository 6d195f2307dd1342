"""The heads of a table: which labels stand over each of its columns."""

import re
from collections import Counter
from dataclasses import dataclass

from pipelines.extract.bars import Cell
from pipelines.extract.cells import is_year

UNTOLD = ("",)
"""The label of a column whose heads can't be told: its numbers belong to nothing."""
_CLOSED = re.compile(
    r"^(?:序号|(?:执法|填报)?(?:单位|部门|机关|主体|机构)(?:名称)?|备注|项目|指标|名称|类别|街道)(?:[（(].*[）)])?$"
)
_COVERING = re.compile(r"实施|情况|种类|类别|类型|分类")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of cells, parted by `mark`."""

    start: int
    end: int
    mark: str
    cells: tuple[Cell, ...]


def column_paths(headers: list[Row], body: Row) -> list[tuple[str, ...]]:
    """For each column its labels, the outermost first; none for any where the header's rows don't fit together."""
    width = len(body.cells)
    paths: list[list[str]] = [[] for _ in range(width)]
    for level, header in enumerate(headers):
        above = ""
        for at in range(width):
            text = header.cells[at].text if at < len(header.cells) else ""
            if text:
                above = text
            elif level < len(headers) - 1:
                text = above  # a merged cell that wasn't repeated
            if text and text not in paths[at]:
                paths[at].append(text)
    if straightened := _straightened(headers, body):
        return straightened
    is_crooked = any(len(path) > 1 and _CLOSED.match(path[0]) for path in paths)
    if is_crooked or any(any(cell.text for cell in header.cells[width:]) for header in headers):
        return [UNTOLD] * width
    return [tuple(path) for path in paths]


def _straightened(headers: list[Row], body: Row) -> list[tuple[str, ...]]:
    """The labels of two rows of heads whose merged cell isn't repeated, so that what follows it stands too far left.

    序号|处罚数量|金额||| over 警告|罚款|合计|||: one upper cell covers all the lower ones, or the widths wouldn't fit.
    """
    width = len(body.cells)
    filled = max(at + 1 for at, cell in enumerate(body.cells) if cell.text)
    if len(headers) != 2:
        return []
    upper, lower = ([cell.text for cell in header.cells if cell.text] for header in headers)
    is_to_the_left = all(
        [cell.text for cell in header.cells[: len(texts)]] == texts
        for header, texts in zip(headers, (upper, lower), strict=True)
    )
    over = [at for at, text in enumerate(upper) if not _CLOSED.match(text)]
    over = over if len(over) == 1 else [at for at in over if _COVERING.search(upper[at])]
    if not is_to_the_left or len(over) != 1 or not 0 < filled - len(lower) < len(upper) <= width + 1 - len(lower):
        return []
    covering = over[0]
    inner = [(upper[covering], text) for text in lower]
    paths = [*((text,) for text in upper[:covering]), *inner, *((text,) for text in upper[covering + 1 :])]
    return [*paths, *[UNTOLD] * (width - len(paths))]


def numbers_columns(row: Row) -> bool:
    """Whether a row only numbers the columns (栏次|1|2|3, 甲|乙|1|2)."""
    numbers = [cell.text for cell in row.cells if cell.text.isdecimal()]
    others = [cell.text for cell in row.cells if cell.text and not cell.text.isdecimal()]
    is_named = all(re.fullmatch(r"栏次|列次|行次|栏目|[甲乙丙丁]", text) for text in others)
    return (
        len(numbers) >= 2 and is_named and numbers == [str(each + 1) for each in range(len(numbers))] and bool(others)
    )


def serial_column(rows: list[Row]) -> int | None:
    """The first column where it only counts the rows: 1, 2, 3 … beside other columns."""
    if max(Counter(len(row.cells) for row in rows)) < 3:
        return None
    values = [row.cells[0].text for row in rows if row.cells[0].text.isdecimal()]
    is_counting = values == [str(each + 1) for each in range(len(values))] and len(values) >= 2
    return 0 if is_counting and any(not is_year(value) for value in values) else None


def heads_one_column(row: Row, following: list[Row]) -> bool:
    """Whether a row's lone text stands over the lone number of the next: a table of one column beside wider ones."""
    filled = [at for at, cell in enumerate(row.cells) if cell.text]
    below = [(at, cell.text) for each in following for at, cell in enumerate(each.cells) if cell.text]
    return len(filled) == len(below) == 1 and filled[0] == below[0][0] and below[0][1].replace(",", "").isdecimal()
