"""Web pages → what a reader sees of them, each paragraph and cell with its place."""

from datetime import date

import pytest

from pipelines.domain.errors import NestedTooDeep, UnpacksTooLarge
from pipelines.extract.readers import Limits, read_bytes
from tests.extract.readers.files import ROWS, SENTENCE, TITLE, html_file
from tests.extract.readers.shown import place_of


def read(body: str, **options: str):
    return read_bytes(html_file(body, **options), "report.html", Limits())


def test_a_page_is_read_without_its_menus_and_scripts() -> None:
    found = read_bytes(html_file(), "report.html", Limits())
    assert found.text.split("\n") == [TITLE, SENTENCE, *("|".join(row) for row in ROWS), ""]
    assert place_of(found, "92份") == {"paragraph": 2}
    assert place_of(found, "97.9%") == {"table": 1, "row": 2, "column": 3}


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gbk", "gb18030", "big5"])
def test_a_page_is_read_in_the_encoding_it_names(encoding: str) -> None:
    assert read("<p>年度合同92份</p>", encoding=encoding).text == "年度合同92份\n"


def test_a_page_that_names_a_wrong_encoding_is_read_in_its_own() -> None:
    content = html_file("<p>审查合同92份</p>").replace(b'charset="utf-8"', b'charset="utf-16"').decode().encode("gbk")
    assert read_bytes(content, "report.htm", Limits()).text == "审查合同92份\n"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>审查<b>合同</b><span>92</span>份</p>", "审查合同92份\n"),
        ("<p>审查\n   合<b>同</b>\n<i>九</i>份</p>", "审查合同九份\n"),
        ("<p>审查合同\n      92份</p>", "审查合同 92份\n"),
        ("<div>审查<br>合同</div>尾", "审查\n合同\n尾\n"),
        ("<p style='display: none'>隐藏</p><p hidden>隐藏</p><p>审查</p>", "审查\n"),
        ("<form><p>审查</p><select><option>区县</option></select></form>", "审查\n"),
        ("<p>审查&nbsp;92&#20221;</p>", "审查 92份\n"),
        ("<p>审\u202e查\x01合同</p>", "审\u202e查合同\n"),
    ],
)
def test_a_page_reads_as_a_browser_shows_it(body: str, text: str) -> None:
    assert read(body).text == text


def test_cells_that_reach_over_rows_and_columns_are_repeated_and_numbers_are_not() -> None:
    table = (
        "<table><tr><th rowspan=2>事项<th colspan=2>数量<tr><th>申请<th>办结"
        "<tr><td>许可<td colspan=2>12<tr><td rowspan=99>处罚<td>a|b<td>2</table>"
    )
    assert read(table).text == "事项|数量|数量\n事项|申请|办结\n许可|12|\n处罚|a｜b|2\n"


def test_a_table_that_only_lays_out_a_page_is_no_table() -> None:
    body = "<table><tr><td>菜单<td><p>审查合同92份。</p><table><tr><td>许可<td>12</table></table>"
    found = read(body)
    assert found.text == "菜单\n审查合同92份。\n许可|12\n"
    assert place_of(found, "12") == {"table": 1, "row": 1, "column": 2}


def test_the_head_of_a_government_page_gives_title_and_date() -> None:
    metas = {"ArticleTitle": TITLE, "PubDate": "2024-01-12 10:30"}
    head = "<title>某页</title>" + "".join(f'<meta name="{name}" content="{said}">' for name, said in metas.items())
    found = read("<p>审查合同92份</p>", head=head)
    assert (found.title, found.published_on) == (TITLE, date(2024, 1, 12))


@pytest.mark.parametrize(
    ("title", "found"),
    [
        (f"{TITLE}_荔湾区人民政府门户网站", TITLE),
        (f"{TITLE} - 广州市政府网", TITLE),
        (TITLE, TITLE),
        ("", None),
    ],
)
def test_a_title_is_proposed_without_the_name_of_the_site(title: str, found: str | None) -> None:
    assert read("<p>审查合同</p>", head=f"<title>{title}</title>").title == found


def test_an_impossible_date_in_the_head_is_none() -> None:
    assert read("<p>审查</p>", head='<meta name="PubDate" content="2024-13-40">').published_on is None


def test_a_page_nested_past_the_limit_is_refused() -> None:
    with pytest.raises(NestedTooDeep, match=r"report\.html.*256"):
        read("<div>" * 300 + "审查合同")
    assert read("<div>" * 200 + "审查合同").text == "审查合同\n"


def test_a_page_larger_than_the_limit_is_refused() -> None:
    with pytest.raises(UnpacksTooLarge, match="limit 1 MB"):
        read_bytes(html_file("<p>审查合同</p>" * 60_000), "report.html", Limits(html_mb=1))


@pytest.mark.parametrize("name", ["report.doc", "report.xls", "report.pdf", "report.txt"])
def test_a_page_under_another_ending_is_read_as_a_page(name: str) -> None:
    assert read_bytes(html_file(), name, Limits()) == read_bytes(html_file(), "report.html", Limits())


def test_a_text_that_begins_with_a_mark_stays_a_text() -> None:
    assert read_bytes("<div> 是一种标记。审查合同92份".encode(), "report.txt", Limits()).text.startswith("<div>")
