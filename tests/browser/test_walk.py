"""A reader's walk in a real browser: 总览 → a figure → its sentence, in both languages, sizes and themes."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from tests.browser.serving import READERS, run_pipeline, shoot, still

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)

SAID = {
    "zh": {
        "opening": "2023年度报告载明",
        "figure": "不少于43次",
        "source": "数据出处：转述（非原文）",
        "practices": "制度落实与存在问题",
        "monthly": "报告载明：每月",
        "copy": "复制",
        "copied": "已复制",
    },
    "en": {
        "opening": "The 2023 report states",
        "figure": "at least 43",
        "source": "Source: restatement, not the original",
        "practices": "Practices and problems",
        "monthly": "stated, monthly",
        "copy": "Copy",
        "copied": "Copied",
    },
}


@pytest.fixture
def walker(reader, request):
    """A reader's page, the words it is expected to say, and the name of its screenshots."""
    size, theme, language = request.node.callspec.params["reader"]
    return reader, SAID[language], "-".join((size, theme, language))


def assert_fits(page, table: str) -> None:
    """A cut column would show 1 for 19."""
    right = page.locator(table).evaluate("table => table.getBoundingClientRect().right")
    assert right <= page.viewport_size["width"]


@pytest.mark.parametrize("reader", READERS, indirect=True, ids="-".join)
def test_a_figure_is_one_click_from_the_sentence_it_came_from(walker):
    page, said, name = walker
    expect(page.locator(".conclusion")).to_contain_text(said["opening"])
    card = page.locator("a.figure[data-metric=org_legal_consultations]")
    expect(card).to_contain_text(said["figure"])
    shoot(page, f"overview-{name}")
    card.click()
    expect(page.locator("mark.quote").first).to_have_text("43余次")
    expect(page.locator("mark.quote").first).to_be_visible()
    expect(page.get_by_role("heading", name=said["source"])).to_be_visible()
    expect(page).to_have_url(re.compile("metric=org_legal_consultations"))
    page.get_by_role("button", name=said["copy"], exact=True).click()
    expect(page.get_by_role("button", name=said["copied"], exact=True)).to_be_visible()
    shoot(page, f"metric-{name}")
    page.get_by_role("link", name=said["practices"]).click()
    expect(page.get_by_text(said["monthly"]).first).to_be_visible()
    shoot(page, f"practices-{name}")
    assert_fits(page, ".tiles table")
    page.locator("nav.pages").get_by_role("link").nth(2).click()
    expect(page.locator("ul.metrics").first).to_be_visible()
    shoot(page, f"metrics-{name}")
    assert_fits(page, ".listed table")
    page.locator("nav.pages").get_by_role("link").nth(1).click()
    expect(page.locator("article.key-result").first).to_be_visible()
    shoot(page, f"goals-{name}")
    page.locator("article[data-key=g2_law_exam]").get_by_role("link").click()
    expect(page.locator("mark.quote").first).to_have_text("100%")
    shoot(page, f"key-result-{name}")


@pytest.mark.parametrize("reader", [("wide", "light", "zh")], indirect=True, ids="-".join)
def test_an_address_opens_the_same_state_for_another_reader(reader, address):
    page = reader
    page.goto(f"{address}/metrics?lang=en&year=2024&metric=contracts_reviewed")
    expect(page.locator(".metric-value")).to_contain_text("not captured")
    page.get_by_role("link", name="中文").click()
    expect(page.locator(".metric-value")).to_contain_text("未采录")
    expect(page).to_have_url(re.compile("lang=zh.*year=2024.*metric=contracts_reviewed"))
    page.locator("nav.years").get_by_role("link", name="2023年度").click()
    expect(page.locator(".metric-value")).to_contain_text("92份")
    page.go_back()
    expect(page.locator(".metric-value")).to_contain_text("未采录")


@pytest.mark.parametrize("reader", [("wide", "light", "zh")], indirect=True, ids="-".join)
def test_an_open_page_shows_a_new_edition_by_itself(reader, served_root):
    page = reader
    context = page.locator("dl.context")
    edition = page.locator("dl.context details.chooser summary")
    first = run_pipeline(served_root, "show", "editions", "--format", "json")
    (current,) = re.findall(r'"edition_id": "([^"]+)"', first)
    # the day of the first edition, so that midnight makes no other one of it
    build = ("build", "--as-of", current[:10])
    expect(context).to_contain_text(current)
    shutil.copytree(served_root / "documents" / "longjin-2024", served_root.parent / "kept")
    shutil.rmtree(served_root / "documents" / "longjin-2024")
    try:
        published = run_pipeline(served_root, *build).split()[1]
        expect(edition).to_have_text(f"数据版本 {published}（当前）")
    finally:
        shutil.move(served_root.parent / "kept", served_root / "documents" / "longjin-2024")
        run_pipeline(served_root, *build)
    expect(edition).to_have_text(f"数据版本 {current}（当前）")


@pytest.mark.parametrize("reader", READERS[:1], indirect=True, ids="-".join)
def test_the_overview_is_one_screen_and_its_links_open_in_place(reader):
    page = reader
    still(page)
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    assert height <= page.viewport_size["height"]
    page.evaluate("window.isSamePage = true")
    page.locator("nav.pages").get_by_role("link", name="指标").click()
    expect(page.locator("ul.metrics").first).to_be_visible()
    page.go_back()
    expect(page.locator(".conclusion")).to_be_visible()
    assert page.evaluate("window.isSamePage")
    with page.context.expect_page() as opened:
        page.locator("nav.pages").get_by_role("link", name="工作目标").click(modifiers=["Control"])
    expect(opened.value.locator("article.key-result").first).to_be_visible()
    expect(page.locator(".conclusion")).to_be_visible()


@pytest.mark.parametrize("reader", READERS[:2], indirect=True, ids="-".join)
def test_a_chart_is_drawn_in_the_page_s_own_colours_when_it_comes_into_sight(reader, address):
    page = reader
    page.goto(f"{address}/metrics?year=2023&metric=law_trainings")
    chart = page.locator(".chart[data-drawn=yes]")
    expect(chart).to_be_visible()
    ink = page.locator("header.metric h1").evaluate("heading => getComputedStyle(heading).color")
    assert chart.locator(".xtick text").first.evaluate("text => getComputedStyle(text).fill") == ink


@pytest.mark.parametrize("reader", READERS[:1], indirect=True, ids="-".join)
def test_a_long_list_is_opened_narrowed_chosen_from_and_closed_by_keyboard(reader, address):
    page = reader
    page.goto(f"{address}/settings?lang=zh&section=metrics")
    chooser = page.locator("details.chooser", has_text="选择一条")
    chooser.locator("summary").press("Enter")
    links = chooser.get_by_role("link")
    count = links.count()
    page.keyboard.press("Tab")
    page.keyboard.type("合同")
    assert 1 <= links.filter(visible=True).count() < count / 10
    page.keyboard.press("Escape")
    expect(chooser).not_to_have_attribute("open", "")
    expect(chooser.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    chosen = page.evaluate("document.activeElement.textContent")
    assert "合同" in chosen
    page.keyboard.press("Enter")
    expect(chooser.locator("summary")).to_contain_text(chosen)
    chooser.locator("summary").click()
    page.locator("h2.section").first.click()
    expect(chooser).not_to_have_attribute("open", "")


@pytest.mark.parametrize("reader", [("wide", "light", "zh")], indirect=True, ids="-".join)
def test_the_icon_needs_no_address_that_a_run_could_take_away(reader, address):
    page = reader
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    icon = page.locator("link[rel='shortcut icon']")
    for path in ("", "metrics", "goals"):
        page.goto(f"{address}/{path}?lang=zh")
        expect(icon).to_have_attribute("href", re.compile("^data:image/png;base64,"))
    assert icon.evaluate(
        "link => { const it = new Image(); it.src = link.href; return it.decode().then(() => it.width) }"
    )
    assert not [url for url in asked if url.startswith(f"{address}/media/")]
