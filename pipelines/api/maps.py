"""The map of an organisation's communities; it is a file of the data root and no part of an edition."""

from pipelines.api.people import person
from pipelines.domain.maps import PlaceMap
from pipelines.jobs import maps
from pipelines.jobs.settings import current_settings


def flat_map(organisation_id: str) -> PlaceMap | None:
    """The outlines of the communities in km; None where no map is given.  Raises MapTooLarge and NotAMap."""
    person().prove_sees(organisation_id)
    found = maps.place_map(current_settings(), organisation_id)
    return found.flat() if found else None
