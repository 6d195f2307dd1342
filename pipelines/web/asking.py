"""What a request asks: page and size, year, ids; each proved before anything is looked for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from starlette.requests import Request

from pipelines.web.problems import Problem

SIZE, MOST = 100, 1_000
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, from 1, and how many items it holds at most."""

    number: int
    size: int

    @property
    def span(self) -> slice:
        return slice((self.number - 1) * self.size, self.number * self.size)


def asked(request: Request, names: Collection[str]) -> Mapping[str, str]:
    """The parameters, each named once and known.  Raises Problem."""
    found: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in names:
            raise Problem(400, "unknown_parameter", name=name[:40], known=", ".join(sorted(names)))
        if name in found or len(value) > LONGEST:
            raise Problem(400, "bad_parameter", name=name, found=value[:40], allowed=f"≤ {LONGEST}, 1 ×")
        found[name] = value
    return found


def page_of(parameters: Mapping[str, str]) -> Page:
    """Which page is asked for.  Raises Problem."""
    return Page(_whole(parameters, "page", 1, 10_000_000), _whole(parameters, "size", SIZE, MOST))


def year_of(parameters: Mapping[str, str]) -> int | None:
    """The year that is asked for; None for every one.  Raises Problem."""
    return _whole(parameters, "year", 0, 9_999) if "year" in parameters else None


def _whole(parameters: Mapping[str, str], name: str, otherwise: int, most: int) -> int:
    text = parameters.get(name, str(otherwise))
    if not (text.isascii() and text.isdigit() and len(text) <= 8 and 1 <= int(text) <= most):
        raise Problem(400, "bad_parameter", name=name, found=text[:40], allowed=f"1–{most}")
    return int(text)
