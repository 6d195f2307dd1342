"""Every page by keyboard alone: each control is reached, shows that it is, and lets go again."""

import pytest

from dashboards.navigation import LISTED
from tests.browser.serving import still

MOST = 600
# arrows lead from one choice of a group to the next
CONTROLS = "a[href], button, summary, input, select, textarea, [role=button], [role=combobox], [role=tab], [role=slider]"
LEFT = f"""() => {{
  const isSeen = (each) => each.checkVisibility({{ visibilityProperty: true, opacityProperty: true }}) && each.getClientRects().length;
  const isOwn = (each) => !each.disabled && each.tabIndex >= 0 && each.type !== "file" && !each.closest("[inert], [aria-hidden=true]") && each.role !== "radio";
  return [...document.querySelectorAll("{CONTROLS}")].filter((each) => isSeen(each) && isOwn(each) && !window.reached.has(each))
    .map((each) => each.outerHTML.slice(0, 160));
}}"""
STEP = """() => {
  const each = document.activeElement;
  if (!each || each === document.body) return "";
  const isNew = !window.reached.has(each);
  window.reached.add(each);
  // what stands around a control may show it in its place (a list's or a field's frame)
  const looks = [each, each.parentElement, each.parentElement?.parentElement, each.parentElement?.parentElement?.parentElement];
  const isMarked = each.role === "spinbutton" && getComputedStyle(each).backgroundColor !== "rgba(0, 0, 0, 0)"; // a date's parts
  const isShown = isMarked || looks.some((part) => {
    if (!part) return false;
    const style = getComputedStyle(part);
    return (style.outlineStyle !== "none" && style.outlineWidth !== "0px") || style.boxShadow !== "none" || part.matches(":focus-within") && style.borderTopColor !== "rgba(0, 0, 0, 0)" && style.borderTopWidth !== "0px";
  });
  return isShown ? (isNew ? "new" : "again") : "unseen: " + each.outerHTML.slice(0, 160);
}"""


@pytest.mark.parametrize("reader", [("wide", "light", "zh")], indirect=True, ids="-".join)
@pytest.mark.parametrize("name", [name for _, name, _, _ in LISTED])
def test_each_control_of_a_page_is_reached_by_tab_and_shows_it(reader, address, name):
    page = reader
    page.goto(f"{address}/{'' if name == 'overview' else name}?lang=zh&year=2023")
    page.locator("dl.context").first.wait_for()
    still(page)
    page.evaluate("window.reached = new Set()")
    unseen, again = [], 0
    for _ in range(MOST):
        page.keyboard.press("Tab")
        found = page.evaluate(STEP)
        if found.startswith("unseen"):
            unseen.append(found)
        again = again + 1 if found == "again" else 0
        if not found or again > 2:
            break
    assert not page.evaluate(LEFT)
    assert not unseen
