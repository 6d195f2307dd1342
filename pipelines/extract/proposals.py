"""What a text says of itself, proposed where a person doesn't say it: title, year, organisation, publishing date."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import NoOrganisation, UnknownOrganisation, UnknownYear

YEAR = re.compile(r"(?<!\d)(20[0-4]\d)年")
TITLES = re.compile(r"《[^》\n]{0,200}》")
_UNLISTED = re.compile(
    r"(?:^|(?<=[省市区县旗年于□]))(?P<name>[\u4e00-\u9fff]{2,4}?(?:街道|(?<![城乡])镇|(?<!城)乡(?![镇村])))",
)
_TITLE_LINES = 3
_KNOWN = "□"
_TITLE_WORDS = re.compile(r"报告|情况|总结|汇报|行政执法(?:统计)?(?:数据|年报)|行政执法统计")
_TYPES = (
    ("draft_report", re.compile(r"草稿|初稿|送审稿|征求意见稿|审议稿|待签发|签发稿|讨论稿|代拟稿")),
    ("disclosure_report", re.compile(r"(?:政府)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)")),
    ("enforcement_data", re.compile(r"行政执法(?:统计)?(?:数据|年报)|行政执法统计|行政执法(?:情况|数据)?统计表")),
)
_NO_TITLE = re.compile(r"[。；;|｜]|[：:]$")
_SEARCHED_LINES, _SIGNED_LINES = 10, 6
_LONGEST_TITLE, _REST_OF_TITLE = 60, 12
_NUMERAL = "〇○零一二三四五六七八九"
_NUMERALS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_SPELLED_YEAR = re.compile(rf"二[{_NUMERAL}Ｏ]{{3}}(?=年)")
_DATE = r"(20\d\d)\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})\s*日?"
_SPELLED_DATE = re.compile(r"(20\d\d)年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日")
_NAMED_DATE = re.compile(rf"(?:发布|发文|成文|公开|公布|印发)(?:时间|日期)\s*[:：|]?\s*{_DATE}")
_PLAIN_DATE = re.compile(rf"(?:日期|时间)\s*[:：|]\s*{_DATE}")
_SIGNED_DATE = re.compile(rf"[（(]?\s*{_DATE}\s*(?:印发)?[）)]?")


def proposed_title(text: str, *, said: str | None = None) -> str | None:
    """What a text calls itself: the title that its file gives, else one of its first lines, if it says what it is.

    A title that is broken over two lines is put together.
    """
    if said and _TITLE_WORDS.search(said) and len(said) <= _LONGEST_TITLE:
        return said
    lines = _lines(text)[:_SEARCHED_LINES]
    for number, line in enumerate(lines):
        if any(line != later and line in later for later in lines[number + 1 : number + 2]):
            continue  # a sheet's name above the title that says more
        if not _TITLE_WORDS.search(line) or _NO_TITLE.search(line) or len(line) > _LONGEST_TITLE:
            continue
        above = lines[number - 1] if number else ""
        if len(line) < _REST_OF_TITLE and above and not _NO_TITLE.search(above) and YEAR.search(above + line):
            return (above + line)[:_LONGEST_TITLE] if YEAR.search(above) else line
        if len(line) >= 6:
            return line
    return None


def proposed_type(title: str) -> str:
    """What a document is by its title (pipelines.domain.documents.TYPES); one that names nothing else is the report."""
    return next((name for name, words in _TYPES if words.search(title)), "annual_report")


def proposed_year(text: str, *, where: str, said: str | None = None) -> int:
    """The year that a report is about: the one that its title names, else the one it names most.

    Titles of other papers (《…》) are left out.  `said` is the title that the file gives.  Raises UnknownYear where the
    text names none.
    """
    titled = set(_years(proposed_title(text, said=said) or ""))
    if len(titled) == 1:
        return titled.pop()
    years = Counter(_years(text))
    if not years:
        raise UnknownYear(where=where)
    return max(years, key=lambda year: (years[year], -year))


def _years(text: str) -> list[int]:
    return [int(year) for year in YEAR.findall(TITLES.sub("", _digits(text)))]


def _digits(text: str) -> str:
    """二〇二三年 as 2023年."""
    return _SPELLED_YEAR.sub(lambda found: found[0].translate(_NUMERALS), text)


def proposed_publication(text: str, *, said: date | None = None) -> date | None:
    """The day a report was published: the file's own word, a line that names it, or the date it is signed with.

    None where there is none, or where it is no day.
    """
    if said:
        return said
    lines = [_digits(line) for line in _lines(text)]
    top, bottom = lines[:_SEARCHED_LINES], lines[-_SIGNED_LINES:]
    for pattern, searched in ((_NAMED_DATE, top + bottom), (_PLAIN_DATE, top)):
        for line in searched:
            if (found := pattern.search(line)) and (day := _day(*map(int, found.groups()))):
                return day
    for line in reversed(bottom):
        if (found := _SIGNED_DATE.fullmatch(line)) and (day := _day(*map(int, found.groups()))):
            return day
        if found := _SPELLED_DATE.fullmatch(line):
            return _day(int(found[1]), _small(found[2]), _small(found[3]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _small(numeral: str) -> int:
    """十二 → 12, 三十一 → 31."""
    tens, ten, ones = numeral.rpartition("十")
    value = int(ones.translate(_NUMERALS)) if ones else 0
    return value + (10 * (int(tens.translate(_NUMERALS)) if tens else 1) if ten else 0)


def _lines(text: str) -> list[str]:
    return [stripped for line in text.split("\n") if (stripped := line.strip(" \t#\u3000"))]


def proposed_organisation(text: str, catalogue: Catalogue, *, where: str, said: str | None = None) -> str:
    """The organisation that the first line to name one names, the lowest of several; else the one named most.

    Only the title that the file gives (`said`) and a text's first lines, its title and its sender, are asked before
    its whole.

    A name that is part of a longer one isn't counted for itself: 荔湾区龙津街道 names no 荔湾区.  Raises
    NoOrganisation where the text names none, UnknownOrganisation where such a line names a 街道, 镇 or 乡 that isn't
    listed.
    """
    known = ", ".join(sorted(catalogue.organisation_of))
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    titles = [said] if said and _TITLE_WORDS.search(said) else []
    names = _Names(catalogue)
    for line in (*titles, *lines[:_TITLE_LINES]):
        if unlisted := _UNLISTED.search(names.hidden(line)):
            raise UnknownOrganisation(where=where, found=unlisted["name"], known=known)
        if named := Counter(names.used(line)):
            return max(named, key=lambda each: (names.depth(each), named[each]))
    if named := Counter(names.used(text)):
        return max(named, key=lambda each: (named[each], names.depth(each)))
    raise NoOrganisation(where=where, known=known)


class _Names:
    """Every name of every organisation, the longest first, so that no name is found inside another one."""

    def __init__(self, catalogue: Catalogue):
        self._organisations = catalogue.organisation_of
        self._owner = {
            name: organisation.organisation_id
            for organisation in catalogue.organisations
            for name in (organisation.name.zh, organisation.full_name.zh, *organisation.aliases)
        }
        longest_first = sorted(self._owner, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def used(self, text: str) -> Iterator[str]:
        return (self._owner[name] for name in self._pattern.findall(text))

    def hidden(self, text: str) -> str:
        return self._pattern.sub(_KNOWN, text)

    def depth(self, organisation_id: str) -> int:
        """How many levels stand above an organisation."""
        parent = self._organisations[organisation_id].parent_id
        return 0 if parent is None else 1 + self.depth(parent)
