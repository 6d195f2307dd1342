"""法治建设考评 in a browser: every part of a round that runs and of one with objections, by axe and at three widths."""

import shutil
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from dashboards.widgets.assess_frame import OF_DISTRICT
from pipelines.jobs.assessment import filling, organising, scoring
from pipelines.jobs.assessment.desk import Line
from pipelines.jobs.assessment.filling import Filled
from pipelines.jobs.days import today
from tests.browser.serving import served, shoot, still
from tests.browser.test_accessibility import violations
from tests.jobs import rounds
from tests.jobs.rounds import ASSESSED, CHIEF, CLERK, YEAR

ORG = ASSESSED[0]
RUNNING, OBJECTING = f"{rounds.DISTRICT}-{YEAR - 1}", f"{rounds.DISTRICT}-{YEAR}"
SHOWN = [
    *((RUNNING, part) for part in ("tasks", "fill", "differences", "plan")),
    *((OBJECTING, part) for part in ("review", "grades", "results")),
]
"""Each part where there is most of it."""
assert {part for _, part in SHOWN} == {*OF_DISTRICT, "fill"}
WIDTHS = (1440, 900, 390)


@pytest.fixture(scope="module")
def address(made_once, tmp_path_factory):
    """A board with a round whose self-assessment runs, and one that was fed back and objected to."""
    root = tmp_path_factory.mktemp("assessed") / "data"
    shutil.copytree(made_once("assessed_district", rounds.make_district), root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAZHI_DATA", str(root))
        running = rounds.organiser().open(rounds.plan(year=YEAR - 1, name=f"{YEAR - 1}年度街道法治建设考评"))
        contested = {"contracts": Filled(figure=Decimal(50), why="台账有误")}
        rounds.assessee(CLERK).fill(running, ORG, contested)
        objecting = rounds.organiser().open(rounds.plan())
        rounds.hand_in(objecting, ORG, CLERK, CHIEF)
        started = today()
        for module in (filling, organising, scoring):
            patch.setattr(module, "today", lambda: started + timedelta(days=11))
        for each in ASSESSED:
            rounds.score_everything(objecting, each)
        for module in (filling, organising, scoring):
            patch.setattr(module, "today", lambda: started)
        found = rounds.at(objecting)
        rounds.organiser().announce(objecting, edition_id=found.board.edition_id, seen=found.round.seen)
        seen = rounds.at(objecting).standing(ORG, "litigation").seen
        rounds.assessee(CHIEF).object(Line(objecting, ORG, "litigation", seen), Decimal(1), why="已撤诉")
    with served(root) as url:
        yield url


def opened(page, address: str, round_id: str, part: str, language: str) -> None:
    page.goto(f"{address}/assessment?lang={language}&org={ORG}&year={YEAR}&round={round_id}&section={part}")
    expect(page.locator("ol.stages")).to_be_visible()
    still(page)


@pytest.mark.parametrize("reader", [("wide", "light", "zh")], indirect=True, ids="-".join)
def test_no_part_breaks_the_rules_of_accessibility(reader, address):
    page, found = reader, {}
    for round_id, part in SHOWN:
        opened(page, address, round_id, part, "zh")
        for each in page.get_by_test_id("stExpander").locator("summary").all()[:2]:
            each.click()
        still(page)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            still(page)  # colours fade into each other
            if faults := violations(page):
                found[part, theme] = faults
    assert found == {}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("reader", [("wide", "dark", "zh")], indirect=True, ids="-".join)
def test_no_part_reaches_past_the_side_of_a_screen(reader, address, language):
    page, past = reader, []
    for round_id, part in SHOWN:
        opened(page, address, round_id, part, language)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            still(page)
            if page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth") > 0:
                past.append((part, width))
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    assert past == []


@pytest.mark.parametrize("reader", [("wide", "light", "zh"), ("phone", "dark", "zh")], indirect=True, ids="-".join)
def test_a_mark_leads_to_the_figure_that_it_rests_on(reader, address, request):
    page, name = reader, "-".join(request.node.callspec.params["reader"])
    opened(page, address, OBJECTING, "results", "zh")
    shoot(page, f"assessment-results-{name}")
    line = page.locator("details.mark", has_text="合同应审尽审")
    line.locator("summary").click()
    line.locator("p.figure-line a").click()
    expect(page.locator("header.metric h1")).to_contain_text("合同")
    page.go_back()
    expect(page.locator("ol.stages")).to_be_visible()
