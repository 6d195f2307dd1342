"""数据出处: the sentence that a figure stands in, highlighted in its document."""

import re
from html import escape
from itertools import pairwise

import streamlit as st

from dashboards.i18n import t
from dashboards.view import Row, View
from dashboards.widgets import materials
from pipelines.api import minute_said, person_named, place_text, say

CONTEXT = 80
_HEADING = re.compile(r"^\s*[一二三四五六七八九十]{1,3}、")


def panel(view: View, row: Row, document: dict | None) -> None:
    """Heading with the document's nature, its card, the sentence in its paragraph, and the whole text below.

    Of a document whose file isn't loaded (text is None) the sentence alone; without a document (a figure that a person
    typed) what the person refers to.
    """
    language = view.language
    if document is None:
        _typed(row, language)
        return
    nature = say(f"nature.{document['nature']}", language)
    st.html(f'<h2 class="section">{escape(t("evidence.title", language, nature=nature))}</h2>')
    st.html(_card(document, row, language))
    if document["text"] is None:
        st.html(f'<blockquote class="sentence" lang="zh">{sentence(None, row)}</blockquote>')
        st.html(f'<p class="note">{escape(t("evidence.not_loaded", language))}</p>')
        return
    marks = _Marks(row)
    st.html(f'<blockquote class="sentence" lang="zh">{_in_context(document["text"], marks)}</blockquote>')
    if document["text"] != document["original"]:
        stretch = document["original"][row["original_start"] : row["original_end"]] if "original_start" in row else ""
        if stretch and stretch != row["quote"]:
            st.html(f'<p class="note">{escape(t("evidence.repaired", language, original=stretch))}</p>')
    with st.expander(t("evidence.whole", language), expanded=False), st.container(height=420, key="document"):
        st.html(f'<article class="document" lang="zh">{_paragraphs(document["text"], marks)}</article>')


def _typed(row: Row, language: str) -> None:
    """Who typed a figure, when, on which reference and materials."""
    st.html(f'<h2 class="section">{escape(t("evidence.typed", language))}</h2>')
    role = say(f"role.{row['entered_role']}", language)
    who = f"{person_named(row['entered_by'], language)} · {role}"
    facts = [
        (t("evidence.typed_by", language), who),
        (t("evidence.typed_at", language), minute_said(row["entered_at"])),
    ]
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(fact)}</dd></div>" for name, fact in facts)
    proofs = materials.named(list(row["materials"]), language)
    proofs = proofs or f'<p class="note">{escape(t("evidence.no_materials", language))}</p>'
    st.html(
        f'<dl class="source">{items}</dl><blockquote class="sentence" lang="zh">{escape(row["reference"])}</blockquote>'
        f"{proofs}"
    )


def sentence(text: str | None, row: Row) -> str:
    """A sentence as HTML with the words in question marked; the row's own where its document has no text."""
    start, end = int(row["sentence_start"]), int(row["sentence_end"])
    if text is None:
        return _marked(row["sentence"], _Marks(row, since=start), 0, end - start)
    return _marked(text, _Marks(row), start, end)


class _Marks:
    """Where the sentence and the quoted words begin and end, counted from the place `since` of the text."""

    def __init__(self, row: Row, *, since: int = 0):
        self.sentence = (int(row["sentence_start"]) - since, int(row["sentence_end"]) - since)
        self.quote = (int(row["span_start"]) - since, int(row["span_end"]) - since)


def _card(document: dict, row: Row, language: str) -> str:
    published = document["published_on"].isoformat() if document["published_on"] else t("evidence.undated", language)
    place = place_text(row["place"], language) if "place" in row else ""
    facts = [
        (t("evidence.document", language), document["title"]),
        (t("evidence.publisher", language), document["publisher"]),
        (t("evidence.published", language), published),
        (t("evidence.section", language), _section(row, language)),
        *([(t("evidence.place", language), place)] if place else []),
        (t("evidence.extent", language), say(f"extent.{document['extent']}", language)),
        (t("evidence.hash", language), document["sha256"][:12]),
    ]
    items = "".join(f"<div><dt>{escape(k)}</dt><dd>{escape(str(v))}</dd></div>" for k, v in facts)
    return f'<dl class="source">{items}</dl>'


def _section(row: Row, language: str) -> str:
    return t("evidence.part", language, section=row["section"]) if row["section"] else t("evidence.undated", language)


def _in_context(text: str, marks: _Marks) -> str:
    """The marked sentence with what stands around it in its paragraph, at most CONTEXT characters on either side."""
    start, end = marks.sentence
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end - 1)
    low = max(line_start, start - CONTEXT)
    high = min(len(text) if line_end < 0 else line_end, end + CONTEXT)
    before = "…" if low > line_start else ""
    after = "…" if high < (len(text) if line_end < 0 else line_end) else ""
    return f"{before}{_marked(text, marks, low, high)}{after}"


def _marked(text: str, marks: _Marks, start: int, end: int) -> str:
    """text[start:end] as HTML, the sentence marked and the quoted words in it marked more strongly."""
    edges = sorted({start, end, *(edge for edge in (*marks.sentence, *marks.quote) if start < edge < end)})
    html = []
    for low, high in pairwise(edges):
        piece = escape(text[low:high])
        if marks.quote[0] <= low < marks.quote[1]:
            piece = f'<mark class="quote">{piece}</mark>'
        elif marks.sentence[0] <= low < marks.sentence[1]:
            piece = f"<mark>{piece}</mark>"
        html.append(piece)
    return "".join(html)


def _paragraphs(text: str, marks: _Marks) -> str:
    html, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        tag = "h3" if _HEADING.match(line) else "p"
        if line.strip():
            html.append(f"<{tag}>{_marked(text, marks, start, end)}</{tag}>")
        start = end + 1
    return "".join(html)
