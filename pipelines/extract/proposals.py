"""What a text says of itself, proposed where a person doesn't say it: the year and the organisation."""

import re
from collections import Counter
from collections.abc import Iterator

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import NoOrganisation, UnknownOrganisation, UnknownYear

YEAR = re.compile(r"(?<!\d)(20[0-4]\d)年")
TITLES = re.compile(r"《[^》\n]{0,200}》")
_UNLISTED = re.compile(
    r"(?:^|(?<=[省市区县旗年于□]))(?P<name>[\u4e00-\u9fff]{2,4}?(?:街道|(?<![城乡])镇|(?<!城)乡(?![镇村])))",
)
_TITLE_LINES = 3
_KNOWN = "□"


def proposed_year(text: str, *, where: str) -> int:
    """The year that a report is about: the one it names most, titles of other papers left out.

    Raises UnknownYear where the text names none.
    """
    years = Counter(int(year) for year in YEAR.findall(TITLES.sub("", text)))
    if not years:
        raise UnknownYear(where=where)
    return max(years, key=lambda year: (years[year], -year))


def proposed_organisation(text: str, catalogue: Catalogue, *, where: str) -> str:
    """The organisation that the first line to name one names, the lowest of several; else the one named most.

    Only a text's first lines, its title and its sender, are asked before its whole.

    A name that is part of a longer one isn't counted for itself: 荔湾区龙津街道 names no 荔湾区.  Raises
    NoOrganisation where the text names none, UnknownOrganisation where such a line names a 街道, 镇 or 乡 that isn't
    listed.
    """
    known = ", ".join(sorted(catalogue.organisation_of))
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    names = _Names(catalogue)
    for line in lines[:_TITLE_LINES]:
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
