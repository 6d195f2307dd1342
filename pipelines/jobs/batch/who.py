"""Whose report a text is, asked of a catalogue of thousands of organisations a hundred thousand times."""

from dataclasses import replace

import ahocorasick

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import NoOrganisation, UnknownOrganisation
from pipelines.extract import proposed_organisation
from pipelines.extract.repair import repair

TITLE_LINES = 3


class Organisations:
    """`proposed_organisation` for many texts: each is asked only for the organisations whose names stand in it.

    Names that don't stand in a text change nothing about the answer, and trying thousands of them takes longer than
    reading the report.
    """

    def __init__(self, catalogue: Catalogue):
        self._catalogue = catalogue
        self._known = ", ".join(sorted(catalogue.organisation_of))
        self._position = {each.organisation_id: at for at, each in enumerate(catalogue.organisations)}
        self._names = ahocorasick.Automaton()
        owners: dict[str, set[str]] = {}
        for each in catalogue.organisations:
            for name in (each.name.zh, each.full_name.zh, *each.aliases):
                owners.setdefault(name, set()).add(each.organisation_id)
        for name, ids in owners.items():
            self._names.add_word(name, ids)
        self._names.make_automaton()

    def proposed(self, text: str, *, where: str) -> str:
        """The organisation of a text that isn't repaired yet.  Raises NoOrganisation and UnknownOrganisation.

        Nearly every text names it in its first lines, so the whole is repaired only where those are silent.
        """
        try:
            try:
                return self._asked(repair(_first_lines(text)).text, where)
            except NoOrganisation:
                return self._asked(repair(text).text, where)
        except NoOrganisation:
            raise NoOrganisation(where=where, known=self._known) from None
        except UnknownOrganisation as error:
            raise UnknownOrganisation(where=where, found=error.parts["found"], known=self._known) from None

    def _asked(self, text: str, where: str) -> str:
        named = {each for _, ids in self._names.iter(text) for each in ids} if len(self._names) else set()
        return proposed_organisation(text, self._catalogue_of(named), where=where)

    def _catalogue_of(self, named: set[str]) -> Catalogue:
        """The catalogue with those organisations and the ones above them, in its order."""
        wanted, above = set(named), list(named)
        while above:
            parent = self._catalogue.organisation_of[above.pop()].parent_id
            if parent is not None and parent not in wanted:
                wanted.add(parent)
                above.append(parent)
        kept = tuple(self._catalogue.organisation_of[each] for each in sorted(wanted, key=self._position.__getitem__))
        return replace(self._catalogue, organisations=kept)


def _first_lines(text: str) -> str:
    """The first lines that hold something, whole."""
    lines, start = [], 0
    while start < len(text) and len(lines) < TITLE_LINES:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if line := text[start:end].strip():
            lines.append(line)
        start = end + 1
    return "\n".join(lines)
