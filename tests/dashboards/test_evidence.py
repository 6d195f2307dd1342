"""How a sentence is marked in its document."""

from dashboards.widgets.evidence import _card, sentence

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


def test_a_place_in_the_file_is_among_the_facts_of_a_document_and_left_out_where_there_is_none():
    document = {"published_on": None, "title": "报告", "publisher": "", "extent": "whole", "sha256": "0" * 64}
    placed = {"section": "", "place": {"page": 3, "table": 2, "row": 4, "column": 3, "sheet": None}}
    assert "第3页 · 表2第4行第3列" in _card(document, placed, "zh")
    assert "page 3 · table 2, row 4, column 3" in _card(document, placed, "en")
    assert "文件中的位置" not in _card(document, {"section": "", "place": None}, "zh")
