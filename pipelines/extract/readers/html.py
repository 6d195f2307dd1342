"""Web pages (.html, .htm, and those that were saved as .doc or .xls): paragraphs and tables as a reader sees them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.domain.documents import Place, ReadText
from pipelines.domain.errors import NestedTooDeep, UnknownEncoding, UnpacksTooLarge
from pipelines.domain.ledgers import SheetRows
from pipelines.extract.readers.limits import Limits, check_size
from pipelines.extract.readers.merged import fill_merged
from pipelines.extract.readers.pieces import Cell, Pieces, clean
from pipelines.extract.readers.plain import decoded

_UNSEEN = frozenset(
    {"head", "script", "style", "noscript", "template", "svg", "math", "nav", "footer", "aside"}
    | {"select", "button", "textarea", "iframe", "object"}
)
_INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins"}
    | {"kbd", "label", "mark", "o:p", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"}
    | {"time", "tt", "u", "var", "wbr", "ucaptitle", "ucapcontent"}
)
_CONTAINER = re.compile(
    r"<(/?)(?:div|span|table|section|article|main|font|b|a|i|u|em|strong|big|small|center|blockquote|ul|ol|dl|form"
    r"|fieldset|pre|h[1-6]|address|figure|details|label|button|svg|math|g|select|template)\b",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([a-zA-Z0-9_-]+)""", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_HAN = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_BROKEN_LINE = re.compile(rf"(?<={_HAN})[ \t\f]*[\r\n][ \t\r\n\f]*(?={_HAN})")
_SITE = re.compile(r"\s*[-_|—–]+\s*[^-_|—–]*(?:网|政府|门户|平台|信息)[^-_|—–]*$")
_DATE = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")
_NAMES = {"gb2312": "gb18030", "gbk": "gb18030", "gb-2312": "gb18030", "utf8": "utf-8-sig", "utf-8": "utf-8-sig"}
_LAYOUT_CELL, _LAYOUT_SHARE = 1000, 0.8
_SPAN = 1000


def read_html(content: bytes, *, where: str, limits: Limits) -> ReadText:
    """A web page's text, without its menus and scripts.

    Title and publishing date are those of the page's head (ArticleTitle and PubDate, which government sites carry).
    Raises NestedTooDeep, UnpacksTooLarge, UnknownEncoding, SheetTooLarge.
    """
    page = _parsed(content, where, limits)
    writer = _Page(Pieces(where, limits), where, limits)
    if page.body is not None:
        writer.write(page.body)
    return replace(writer.pieces.read(), title=_title(page), published_on=_published(page))


def rows_of_html(content: bytes, *, where: str, limits: Limits) -> tuple[SheetRows, ...]:
    """The tables of a web page, each as a sheet: what many systems of offices export under the name .xls.

    Rows are counted within their table.  A formula that Excel left beside a value (x:fmla) is one.
    Raises what `read_html` raises.
    """
    page = _parsed(content, where, limits)
    found = _Tables(where, limits)
    if page.body is not None:
        found.write(page.body)
    names = ("",) if len(found.tables) == 1 else tuple(f"表{number}" for number in range(1, len(found.tables) + 1))
    return tuple(replace(table, name=name) for name, table in zip(names, found.tables, strict=True))


def _parsed(content: bytes, where: str, limits: Limits) -> LexborHTMLParser:
    if len(content) > limits.html_mb * 1_000_000:
        found = f"{len(content) / 1_000_000:.1f}"
        raise UnpacksTooLarge(where=where, found=found, limit=f"{limits.html_mb:g}")
    text = _decoded(content)
    if text is None:
        raise UnknownEncoding(where=where)
    _refuse_deep(text, where, limits)
    return LexborHTMLParser(text)


def _refuse_deep(text: str, where: str, limits: Limits) -> None:
    """Raises NestedTooDeep for a page that never closes what it opens, before a parser takes its time with it.

    Time grows with the square of the depth there.  A careless page may leave some open, so that it may go ten times
    as deep as what is walked through.
    """
    depth, most = 0, 10 * limits.html_depth
    for tag in _CONTAINER.finditer(text):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth > most:
            raise NestedTooDeep(where=where, limit=limits.html_depth)


def _decoded(content: bytes) -> str | None:
    """The characters in the encoding that the page names, if it is true; else as a plain text is read."""
    named = _CHARSET.search(content[:4096])
    if named and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = named[1].decode("ascii").lower()
        try:
            return content.decode(_NAMES.get(name, name))
        except (UnicodeDecodeError, LookupError):
            pass
    return decoded(content)


def _metas(page: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in page.css("meta[name]"):
        attributes = meta.attributes
        found.setdefault((attributes.get("name") or "").lower(), (attributes.get("content") or "").strip())
    return found


def _title(page: LexborHTMLParser) -> str | None:
    head = page.css_first("title")
    title = _metas(page).get("articletitle") or _SITE.sub("", head.text() if head is not None else "")
    return " ".join(clean(title).split())[:200] or None


def _published(page: LexborHTMLParser) -> date | None:
    found = _DATE.search(_metas(page).get("pubdate", ""))
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


class _Page:
    """What was written so far: inline text is collected until a block begins or ends."""

    def __init__(self, pieces: Pieces, where: str, limits: Limits):
        self.pieces, self._where, self._limits = pieces, where, limits
        self._inline: list[str] = []
        self._paragraphs = self._tables = 0

    def write(self, body: LexborNode) -> None:
        """The blocks of the body in order, without recursion: a page may be nested as deeply as the limit allows."""
        for node, is_start in self._walk(body):
            if node.is_text_node:
                self._inline.append(node.text_content or "")
            elif node.tag not in _INLINE:
                self._end_paragraph()
                if node.tag == "table" and is_start:
                    self._write_table(node)
        self._end_paragraph()

    def _end_paragraph(self) -> None:
        text = collapsed("".join(self._inline))
        self._inline.clear()
        if text:
            self._paragraphs += 1
            self.pieces.line(text, Place(paragraph=self._paragraphs))

    def _walk(self, root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
        """Every visible node at its start, and every element at its end; a table of data at its start alone."""
        node, depth, down = root, 0, True
        while True:
            if down:
                yield node, True
                child = None if _is_hidden(node) or (node.tag == "table" and _is_data(node)) else node.child
                if child is not None:
                    node, depth = child, depth + 1
                    if depth > self._limits.html_depth:
                        raise NestedTooDeep(where=self._where, limit=self._limits.html_depth)
                    continue
            if not node.is_text_node:
                yield node, False
            following = node.next
            if depth == 0:
                return
            if following is not None:
                node, down = following, True
            else:
                parent = node.parent
                assert parent is not None
                node, depth, down = parent, depth - 1, False

    def _write_table(self, table: LexborNode) -> None:
        if not _is_data(table):
            return
        self._tables += 1
        cells = [cell for _, cell in _cells(table, self._where, self._limits)]
        self.pieces.table(cells, Place(table=self._tables))


class _Tables(_Page):
    """The tables of a page alone, row by row."""

    def __init__(self, where: str, limits: Limits):
        super().__init__(Pieces(where, limits), where, limits)
        self.tables: list[SheetRows] = []

    def _write_table(self, table: LexborNode) -> None:
        if not _is_data(table):
            return
        cells = list(_cells(table, self._where, self._limits))
        width = max((cell.column + cell.columns for _, cell in cells), default=0)
        rows = [[""] * width for _ in range(max((cell.row + cell.rows for _, cell in cells), default=0))]
        for _, cell in cells:
            rows[cell.row][cell.column] = cell.text
        for _, cell in cells:
            if (cell.rows, cell.columns) != (1, 1):
                last = (cell.row + cell.rows - 1, cell.column + cell.columns - 1)
                fill_merged(rows, (cell.row, cell.column), last)
        formulas = frozenset((cell.row + 1, cell.column + 1) for node, cell in cells if "x:fmla" in node.attributes)
        self.tables.append(SheetRows("", tuple(map(tuple, rows)), formulas=formulas))


def _is_hidden(node: LexborNode) -> bool:
    if node.is_text_node:
        return False
    attributes = node.attributes
    return node.tag in _UNSEEN or "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _is_data(table: LexborNode) -> bool:
    """Whether a table holds data; older pages put their menus and whole articles into tables.

    Not one that holds another table or a single cell, nor one of which a long cell is nearly everything.
    """
    if any(inner.mem_id != table.mem_id for inner in table.css("table")):
        return False
    sizes = [len((cell.text() or "").strip()) for cell in table.css("td, th")]
    return len(sizes) > 1 and not (max(sizes) > _LAYOUT_CELL and max(sizes) > _LAYOUT_SHARE * sum(sizes))


def _cells(table: LexborNode, where: str, limits: Limits) -> Iterator[tuple[LexborNode, Cell]]:
    """The cells of a table by row with their nodes, each where earlier cells that reach down leave room.

    Raises SheetTooLarge.
    """
    taken: dict[int, int] = {}
    rows = table.css("tr")
    for number, row in enumerate(rows):
        column = 0
        node = row.child
        while node is not None:
            if node.tag in ("td", "th"):
                while taken.get(column, 0) > number:
                    column += 1
                columns = _span(node, "colspan", _SPAN)
                check_size(len(rows), column + columns, where=where, limits=limits)
                height = min(_span(node, "rowspan", len(rows)), len(rows) - number)
                text = "".join(_cell_text(node))
                yield node, Cell(number, column, collapsed(text), height, columns)
                for covered in range(column, column + columns):
                    taken[covered] = number + height
                column += columns
            node = node.next


def _cell_text(cell: LexborNode) -> Iterator[str]:
    for node in cell.traverse(include_text=True):
        if node.is_text_node and (node.parent is None or node.parent.tag not in _UNSEEN):
            yield node.text_content or ""


def _span(cell: LexborNode, name: str, most: int) -> int:
    value = (cell.attributes.get(name) or "").strip()
    if not (value.isascii() and value.isdigit()):
        return 1
    # rowspan 0 reaches to the end of the table
    return min(int(value[:6]), most) or (most if name == "rowspan" else 1)


def collapsed(text: str) -> str:
    """Text as a browser shows it: blanks in a row are one, and a line end between Chinese characters is none."""
    return _BLANKS.sub(" ", _BROKEN_LINE.sub("", text.replace("\xa0", " "))).strip()
