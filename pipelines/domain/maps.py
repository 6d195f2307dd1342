"""A map of communities: outlines on the globe, laid flat without any map service."""

from dataclasses import dataclass
from math import cos, radians

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """One place.  `rings`: its borders, holes among them, in (longitude, latitude) or, laid flat, (east, north)."""

    name: str
    rings: tuple[Ring, ...]

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of its largest ring, where its name stands."""
        return _centre(max(self.rings, key=lambda ring: abs(_area(ring))))


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """The places of an organisation.  `is_synthetic`: the file says that it is made up."""

    outlines: tuple[Outline, ...]
    is_synthetic: bool = False

    def flat(self) -> "PlaceMap":
        """The same with points in km east and north of the middle: equirectangular at the mean latitude."""
        points = [point for outline in self.outlines for ring in outline.rings for point in ring]
        east = [longitude for longitude, _ in points]
        north = [latitude for _, latitude in points]
        middle = ((min(east) + max(east)) / 2, (min(north) + max(north)) / 2)
        wide = KM_PER_DEGREE * cos(radians(sum(north) / len(north)))
        laid = tuple(
            Outline(
                outline.name,
                tuple(
                    tuple(((x - middle[0]) * wide, (y - middle[1]) * KM_PER_DEGREE) for x, y in ring)
                    for ring in outline.rings
                ),
            )
            for outline in self.outlines
        )
        return PlaceMap(laid, self.is_synthetic)


KM_PER_DEGREE = 111.32


def _area(ring: Ring) -> float:
    """Twice the area, signed by the way round."""
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in zip(ring, ring[1:] + ring[:1], strict=True))


def _centre(ring: Ring) -> tuple[float, float]:
    # counted from the first point: far from the origin the sums would lose their digits
    first_x, first_y = ring[0]
    near = tuple((x - first_x, y - first_y) for x, y in ring)
    area = _area(near)
    if not area:
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    sums = [0.0, 0.0]
    for (x, y), (next_x, next_y) in zip(near, near[1:] + near[:1], strict=True):
        cross = x * next_y - next_x * y
        sums[0] += (x + next_x) * cross
        sums[1] += (y + next_y) * cross
    return first_x + sums[0] / (3 * area), first_y + sums[1] / (3 * area)
