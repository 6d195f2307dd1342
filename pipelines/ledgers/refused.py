"""The refused rows of a file by what is wrong with them and by year, to explain why totals differ."""

from collections import Counter
from collections.abc import Mapping

import pyarrow as pa

from pipelines.domain.ledgers import Ledger, RefusedRows


def refused_by_year(rows: pa.Table, codes: Mapping[int, str], ledger: Ledger) -> tuple[RefusedRows, ...]:
    """`codes`: the refused rows by their place in `rows`, each with the code of its first fault."""
    days = rows.column(ledger.dated_by).take(pa.array(list(codes), pa.int64())).to_pylist()
    counts = Counter((code, day.year if day else None) for code, day in zip(codes.values(), days, strict=True))
    order = sorted(counts, key=lambda each: (each[0], each[1] or 0))
    return tuple(RefusedRows(code, year, counts[code, year]) for code, year in order)
