"""An earlier edition in a real browser: chosen in the header, kept from page to page, compared with the current one."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from tests.browser.serving import READERS, REPOSITORY, run_pipeline, served, shoot

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A board with an edition of 2024 and the current one."""
    root = tmp_path_factory.mktemp("editions") / "data"
    shutil.copytree(REPOSITORY / "data" / "catalogue", root / "catalogue")
    documents = REPOSITORY / "data" / "documents"
    shutil.copytree(documents / "longjin-2023", root / "documents" / "longjin-2023")
    run_pipeline(root, "build", "--as-of", "2024-02-01")
    shutil.copytree(documents / "longjin-2024", root / "documents" / "longjin-2024")
    run_pipeline(root, "build", "--as-of", "2026-11-27")
    with served(root) as url:
        yield url


@pytest.mark.parametrize("reader", READERS, indirect=True, ids="-".join)
def test_an_earlier_edition_is_chosen_kept_and_compared(reader, request):
    page, name = reader, "-".join(request.node.callspec.params["reader"])
    page.locator("dl.context details.chooser summary").click()
    page.locator("details.chooser").get_by_role("link", name=re.compile("^2024-02-01")).click()
    banner = page.locator(".st-key-earlier-edition")
    expect(banner).to_contain_text("2024-02-01")
    expect(page).to_have_url(re.compile("edition=2024-02-01"))
    shoot(page, f"earlier-{name}")
    page.locator("nav.pages").get_by_role("link").nth(2).click()
    expect(page.locator("ul.metrics").first).to_be_visible()
    expect(banner).to_be_visible()
    expect(page).to_have_url(re.compile("metrics.*edition=2024-02-01"))
    banner.get_by_role("link").nth(1).click()
    table = page.locator(".listed").first
    expect(table).to_contain_text("100%")
    expect(banner).to_have_count(0)
    shoot(page, f"changes-{name}")
    table.get_by_role("link").first.click()
    expect(page.locator("mark.quote").first).to_be_visible()
    expect(page).to_have_url(re.compile("metrics.*year=2024.*metric=legality_reviewers"))
