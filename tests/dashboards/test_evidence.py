"""How a sentence is marked in its document."""

from dashboards.widgets.evidence import sentence

TEXT = "前言。审查<合同>92份，出具意见书88份。后文。"


def row(quote: str) -> dict[str, int]:
    start = TEXT.index(quote)
    return {
        "sentence_start": 3,
        "sentence_end": TEXT.index("后文"),
        "span_start": start,
        "span_end": start + len(quote),
    }


def test_the_quoted_words_are_marked_inside_their_marked_sentence():
    html = sentence(TEXT, row("92份"))
    assert '<mark class="quote">92份</mark>' in html
    assert html.startswith("<mark>审查") and html.endswith("88份。</mark>")


def test_a_documents_own_brackets_never_become_tags():
    assert "&lt;合同&gt;" in sentence(TEXT, row("92份"))
