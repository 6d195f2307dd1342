"""The synthetic district: made-up subdistricts with reports and ledgers, and what is wrong with them on purpose.

Nothing in it is taken from a real place, person or document.
"""

from pipelines.demo.district import MANIFEST, district
from pipelines.demo.made import SIMULATED, MadeFile
from pipelines.demo.names import DISTRICT_ID, MOST_ORGANISATIONS, organisations

__all__ = ["DISTRICT_ID", "MANIFEST", "MOST_ORGANISATIONS", "SIMULATED", "MadeFile", "district", "organisations"]
