"""What a reader gave, in a form that a test can write down."""

from pipelines.domain.documents import ReadText


def pieces(read: ReadText) -> list[tuple[dict, str]]:
    """Each piece's place and text."""
    ends = (*read.starts[1:], len(read.text))
    return [
        (place.parts(), read.text[start:end]) for start, end, place in zip(read.starts, ends, read.places, strict=True)
    ]


def place_of(read: ReadText, words: str) -> dict:
    """Where the first of some words stand."""
    return read.place(read.text.index(words)).parts()
