"""Paragraphs → a PDF in one of the Chinese fonts that every viewer brings: nothing is embedded."""

import zlib
from collections.abc import Iterator, Sequence

_SIZE, _LEADING, _LEFT, _TOP, _LINES, _WIDTH = 12, 20, 72, 770, 35, 37
_NOT_FIRST = "，。、；：！？）》”"
_TOGETHER = "0123456789.%"
_FONTS = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
    b"/Supplement 4>>/FontDescriptor 5 0 R/DW 1000/W[1 95 500]>>",
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880"
    b"/Descent -120/CapHeight 700/StemV 80>>",
)


def pdf_file(paragraphs: Sequence[str]) -> bytes:
    """The paragraphs in lines of 37 characters, the first of each set in by two, on pages of 35 lines."""
    lines = [line for paragraph in paragraphs for line in _lines(paragraph)]
    pages = [lines[start : start + _LINES] for start in range(0, len(lines), _LINES)]
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", *_FONTS]
    kids = []
    for page in pages:
        stream = zlib.compress("".join(_drawn(page)).encode("ascii"))
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % len(objects)
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    return _numbered(objects)


def _lines(paragraph: str) -> Iterator[tuple[int, str, bool]]:
    """(how many characters it is set in, the line, whether the paragraph ends with it)."""
    indent, start = 2, 0
    while start < len(paragraph):
        end, room = start, _WIDTH - indent
        while end < len(paragraph) and room >= _wide(paragraph[end]):
            room -= _wide(paragraph[end])
            end += 1
        if end < len(paragraph) and paragraph[end] in _NOT_FIRST:
            end += 1  # a mark hangs over the margin and never begins a line
        while end < len(paragraph) and paragraph[end - 1] in _TOGETHER and paragraph[end] in _TOGETHER:
            end -= 1  # a number stays on one line
        yield indent, paragraph[start:end], end >= len(paragraph)
        indent, start = 0, end


def _wide(character: str) -> float:
    """In widths of a Chinese character."""
    return 0.5 if character.isascii() else 1.0


def _drawn(page: Sequence[tuple[int, str, bool]]) -> Iterator[str]:
    for number, (indent, text, is_last) in enumerate(page):
        short = _WIDTH - indent - sum(map(_wide, text))
        # all lines but a paragraph's last reach the margin
        apart = 0 if is_last or short <= 0 else round(short * _SIZE / (len(text) - 1), 3)
        left, bottom = _LEFT + indent * _SIZE, _TOP - number * _LEADING
        yield f"BT /F1 {_SIZE} Tf {apart} Tc 1 0 0 1 {left} {bottom} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def _numbered(objects: Sequence[bytes]) -> bytes:
    file, places = bytearray(b"%PDF-1.5\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    begins = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    file += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{begins}\n%%EOF\n".encode()
    return bytes(file)
