"""What is wrong with the catalogue's files, one fault at a time."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from pipelines.domain.errors import CatalogueFault
from pipelines.domain.words import Words
from pipelines.wording import say


@dataclass(frozen=True, slots=True)
class Fault:
    """Where (file, key), what was found, and what to write instead.

    `found` and `todo` are in both languages where a change made on a page can come to the fault, else in English.
    `is_from_page`: the entry was changed on the page 设置.
    """

    file: str
    key: str
    found: str | Words
    todo: str | Words
    is_from_page: bool = False

    def __str__(self) -> str:
        return str(self.refusal())

    def from_page(self) -> "Fault":
        return replace(self, is_from_page=True)

    def refusal(self) -> CatalogueFault:
        """The fault as what a person is told."""
        place = f"{self.file}: {self.key}"
        return CatalogueFault(
            where=told("on_page", place=place) if self.is_from_page else place, found=self.found, todo=self.todo
        )


def told(code: str, **parts: object) -> Words:
    """A sentence about a fault (`fault.CODE` of the wording) in both languages."""
    return Words(zh=say(f"fault.{code}", "zh", **parts), en=say(f"fault.{code}", "en", **parts))


def unknown(file: str, key: str, used: Iterable[str], known: Collection[str], home: str) -> Iterator[Fault]:
    """A fault for each id that `known`, the ids of the file `home`, doesn't have."""
    for name in used:
        if name not in known:
            yield Fault(file, key, told("unknown_id", id=repr(name)), told("use_known", home=home))
