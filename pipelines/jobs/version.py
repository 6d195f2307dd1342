"""Which code made an edition."""

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pipelines

ENGINE_PACKAGES = ("duckdb", "lxml", "opencc", "pyarrow", "pypdfium2", "python-calamine", "selectolax")


def code_version() -> str:
    """The release with a hash of every file that an edition's content follows from."""
    digest = sha256()
    package = Path(pipelines.__file__).parent
    for file in sorted(package.rglob("*")):
        if file.suffix in (".py", ".sql", ".yml"):
            digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    for name in ENGINE_PACKAGES:
        digest.update(f"{name} {version(name)}".encode())
    return f"{pipelines.__version__}+{digest.hexdigest()[:12]}"
