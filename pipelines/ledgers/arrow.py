"""Arrow's compute functions: they are made when the package loads, so that no checker of types can see them."""

from typing import Any

import pyarrow.compute

compute: Any = pyarrow.compute
