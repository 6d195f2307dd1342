"""Things by year as tiles: each state by a shape and in words."""

import re

from dashboards.widgets.tiles import Tile, tiles

STATED, UNKNOWN = Tile("stated", "●", "报告载明"), Tile("not_captured", "·", "未采录<b>")


def test_with_few_years_the_words_stand_on_the_tiles() -> None:
    html = tiles("历年对照", ["制度", "2023", "2024"], {"学法<i>": [STATED, UNKNOWN]})
    assert re.findall(r'<td class="(\w+)">([^<]*)</td>', html) == [
        ("stated", "报告载明"),
        ("not_captured", "未采录&lt;b&gt;"),
    ]
    assert "学法&lt;i&gt;" in html and "legend" not in html


def test_with_many_years_each_tile_has_its_sign_its_words_and_a_line_of_the_legend() -> None:
    years = [str(year) for year in range(2018, 2024)]
    html = tiles("历年对照", ["制度", *years], {"学法": [STATED, None, UNKNOWN, STATED, STATED, STATED]})
    cells = re.findall(r"<td[^>]*>(.*?)</td>", html)
    assert len(cells) == 6 and cells[1] == ""
    assert all('class="unseen"' in cell for cell in (cells[0], cells[2]))
    legend = html[html.index('<ul class="legend"') :]
    assert legend.count("<li>") == 2 and "●" in legend and "未采录&lt;b&gt;" in legend
