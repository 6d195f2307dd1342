"""How often one token may ask: a bucket of requests that fills by the minute."""

import time
from dataclasses import dataclass, field

MOST_KNOWN = 10_000


@dataclass
class Buckets:
    """`per_minute` requests for each key, as many at once as come in a quarter of a minute."""

    per_minute: float
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait(self, key: str, now: float | None = None) -> float:
        """0 where a request may pass, else the seconds until one may."""
        now = time.monotonic() if now is None else now
        burst, rate = max(self.per_minute / 4, 1), self.per_minute / 60
        left, since = self._left.get(key, (burst, now))
        left = min(burst, left + (now - since) * rate)
        if left < 1:
            self._left[key] = (left, now)
            return (1 - left) / rate
        if len(self._left) >= MOST_KNOWN and key not in self._left:
            self._left.clear()
        self._left[key] = (left - 1, now)
        return 0.0
