"""The charts of the notebooks in a real browser: every label in Chinese glyphs, whole, and nothing fetched."""

import json
import re
from pathlib import Path

import plotly.io as pio
import pytest

from tests.browser.serving import ARTEFACTS
from tests.notebooks.running import NOTEBOOKS, charts_of, run_notebook

pytestmark = pytest.mark.browser
CHINESE = re.compile(r"[\u4e00-\u9fff]")

# The number of different pictures that the characters give: one missing glyph looks like any other.
PICTURES = """([characters, family]) => {
    const canvas = Object.assign(document.createElement('canvas'), {width: 48, height: 48});
    const pen = canvas.getContext('2d', {willReadFrequently: true});
    const pictures = characters.map(character => {
        pen.clearRect(0, 0, 48, 48);
        pen.font = `32px ${family}`;
        pen.fillText(character, 4, 38);
        return pen.getImageData(0, 0, 48, 48).data.join();
    });
    return new Set(pictures).size;
}"""
# Each text of the chart with how far it stands out of the drawing, in pixels.
TEXTS = """() => {
    const frame = document.querySelector('.plotly-graph-div').getBoundingClientRect();
    return [...document.querySelectorAll('.main-svg text')].filter(text => text.textContent.trim()).map(text => {
        const box = text.getBoundingClientRect();
        const out = [frame.left - box.left, box.right - frame.right, frame.top - box.top, box.bottom - frame.bottom];
        return [text.textContent, Math.max(...out), getComputedStyle(text).fontFamily];
    });
}"""


@pytest.fixture(scope="module")
def charts(built_once: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    home = tmp_path_factory.mktemp("charts")
    outputs = {name: run_notebook(name, home, built_once) for name in NOTEBOOKS}
    return {f"{name}-{at}": chart for name in NOTEBOOKS for at, chart in enumerate(charts_of(outputs[name]), start=1)}


@pytest.fixture
def page(chromium):
    """An empty page; nothing may leave this machine."""
    opened = chromium.new_page(viewport={"width": 900, "height": 900}, device_scale_factor=1.5)
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    opened.close()
    assert [url for url in asked if not url.startswith(("about:", "data:", "file:", "blob:"))] == []


def labels_of(chart: dict) -> set[str]:
    """The Chinese words that a chart was given: title, axes, ticks, notes and legend, line by line."""
    layout = chart["layout"]
    given = [layout["title"]["text"], *(note["text"] for note in layout.get("annotations", []))]
    given += [axis["title"]["text"] for key, axis in layout.items() if "axis" in key and "title" in axis]
    for trace in chart["data"]:
        given += [label for label in trace["y"] if isinstance(label, str)] if isinstance(trace["y"], list) else []
        given += [trace["name"]] if "name" in trace and trace.get("showlegend", True) else []
    lines = [re.sub(r"</?b>", "", line) for text in given for line in text.split("<br>")]
    return {line for line in lines if CHINESE.search(line)}


def test_every_label_of_every_chart_is_drawn_in_chinese(charts: dict[str, dict], page, tmp_path: Path) -> None:
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    for name, chart in charts.items():
        file = tmp_path / f"{name}.html"
        figure = pio.from_json(json.dumps(chart))
        file.write_text(pio.to_html(figure, include_plotlyjs=True), encoding="utf-8")
        page.goto(file.as_uri())
        page.wait_for_selector(".main-svg .gtitle", timeout=30_000)
        page.screenshot(path=ARTEFACTS / f"notebook-{name}.png", full_page=True)
        texts = page.evaluate(TEXTS)
        words = "\n".join(text for text, _, _ in texts)
        labels = labels_of(chart)
        assert labels
        assert {label for label in labels if label not in words} == set(), name
        assert [text for text, out, _ in texts if out > 1] == [], name
        characters = sorted({character for label in labels for character in CHINESE.findall(label)})
        (family,) = {family for text, _, family in texts if CHINESE.search(text)}
        assert page.evaluate(PICTURES, [characters, family]) == len(characters), name


def test_missing_glyphs_would_be_noticed(page) -> None:
    page.goto("about:blank")
    assert page.evaluate(PICTURES, [["\U000f1000", "\U000f1001", "\U000f1002"], "sans-serif"]) == 1
