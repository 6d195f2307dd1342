"""What can go wrong, as things that a person can do something about.

A message says where, what was found, and what to do next.  It is kept here in English; its Chinese twin
stands in `pipelines/wording/zh.yml` under the class's name, filled from the same parts.
"""

from typing import ClassVar


class BoardError(Exception):
    """The base of every refusal.  `parts` are the values that a message in any language is filled from."""

    message: ClassVar[str] = "{what}"

    def __init__(self, **parts: object):
        super().__init__(self.message.format(**parts))
        self.parts = parts


class EmptyDocument(BoardError):
    """A file holds no text."""

    message = "{where}: the file holds no text. Check that the right file was chosen, or export it again."


class BinaryDocument(BoardError):
    """A file isn't text at all."""

    message = (
        "{where}: this is not a text file ({found}). Save the report as plain text (.txt or .md, UTF-8) and load that."
    )


class UnknownFormat(BoardError):
    """No reader takes this file's ending."""

    message = "{where}: no reader takes files that end in {found!r}. Save the report as one of: {readable}."


class NotChinese(BoardError):
    """A text has hardly any Chinese in it, so that no rule here reads it."""

    message = (
        "{where}: only {share:.0%} of the letters are Chinese. This board reads reports in Chinese; "
        "load the Chinese original."
    )


class BadSetting(BoardError):
    """A setting in the environment has a value that it can't have."""

    message = "{where}: {found!r} can't be used: {reason}. See docs/settings.md."


class MissingFile(BoardError):
    """A file that was named isn't there."""

    message = "{where}: no such file. Check the path."


class UnknownYear(BoardError):
    """Neither the caller nor the text says which year a report is about."""

    message = "{where}: the text names no year ({found}). Say which year the report is about: --year 2023."


class UnknownOrganisation(BoardError):
    """A document belongs to nobody that the catalogue knows."""

    message = (
        "{where}: organisation {found!r} isn't in the catalogue. Use --org with one of: {known}; "
        "or add it to data/catalogue/organisations.yml."
    )


class CatalogueRefused(BoardError):
    """The catalogue breaks promises between its files.  `faults` has one (where, what, next) a line."""

    message = "{where}: {count} fault(s) in the catalogue.\n{faults}"


class BadCard(BoardError):
    """A document's card can't be used."""

    message = "{where}: {found}. {todo}"


class DocumentAltered(BoardError):
    """A document's bytes aren't the ones whose hash its card carries."""

    message = (
        "{where}: the file changed after it was loaded (card {expected}, file {found}). "
        "Put the original back. If the new file is meant, move it elsewhere, delete this document's folder, and load "
        "it from there with: python -m pipelines ingest FILE"
    )


class DocumentConflict(BoardError):
    """Two documents claim to be the same thing."""

    message = "{where}: {found}. {todo}"


class NothingPublished(BoardError):
    """There is no edition to read."""

    message = (
        "{where}: no edition has been published yet. Build one with: python -m pipelines build "
        "(where approval is switched on, then: python -m pipelines publish ID)"
    )


class UnknownEdition(BoardError):
    """An edition was asked for that isn't there."""

    message = "{where}: no edition {found!r}. Published editions: {known}."


class ChecksFailed(BoardError):
    """A candidate broke checks and wasn't published.  The last edition stays."""

    message = (
        "{where}: {count} check(s) failed, so this candidate was not published and the last edition stays.\n{faults}"
    )


class BuildRunning(BoardError):
    """Another build holds the lock."""

    message = "{where}: another build is running. Wait for it to end, then build again."


class EditionDamaged(BoardError):
    """A published edition no longer agrees with its manifest or its inputs."""

    message = "{where}: {count} disagreement(s).\n{faults}\nBuild again with: python -m pipelines build"
