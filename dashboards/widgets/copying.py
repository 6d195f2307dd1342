"""A text with a button that copies it, labelled in the reader's language (Streamlit's own is in English only)."""

import json
from html import escape

import streamlit as st

from dashboards.i18n import t

_SCRIPT = """
<script>
(() => {
  const button = document.querySelector(".citable button");
  const words = %s;
  const plainCopy = (text) => {
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };
  button.onclick = async () => {
    const text = document.querySelector(".citable p").innerText;
    try { await navigator.clipboard.writeText(text); } catch { plainCopy(text); }
    button.textContent = words.done;
    setTimeout(() => { button.textContent = words.copy; }, 2000);
  };
})();
</script>
"""


def copyable(text: str, language: str) -> None:
    """The text, and a button that puts it on the clipboard and says so.  One on a page."""
    words = {"copy": t("copy", language), "done": t("copied", language)}
    shown = f'<p>{escape(text)}</p><button type="button">{escape(words["copy"])}</button>'
    script = _SCRIPT % json.dumps(words).replace("<", "\\u003c")
    st.html(f'<div class="citable">{shown}</div>{script}', unsafe_allow_javascript=True)
