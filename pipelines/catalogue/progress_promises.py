"""What must hold between key results, derived metrics, dates and the rest of the catalogue."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from pipelines.catalogue.faults import Fault, told, unknown
from pipelines.domain.catalogue import Catalogue, Goal
from pipelines.domain.progress import KEY_RESULT_KINDS, KeyResult
from pipelines.domain.words import Words

FILE = "key_results.yml"
RULES = ("on_track_from", "at_risk_from", "period_grace")
_WITH_TARGET = ("keep_at_least", "keep_at_most", "every_period")
REPORT_RULE = "annual_report"  # the statutory date that a year's report is due on
_YEARLY_KINDS = ("flow", "stock", "rate", "money", "ordinal")


def broken_progress_promises(catalogue: Catalogue) -> list[Fault]:
    """Every broken promise of the files that the status engine reads."""
    return [
        *_doubled_ids(catalogue),
        *_derived(catalogue),
        *_dates(catalogue),
        *_rules(catalogue),
        *(fault for key_result in catalogue.progress.key_results for fault in _key_result(catalogue, key_result)),
    ]


def progress_words(catalogue: Catalogue) -> Iterator[tuple[str, str, Words]]:
    """(file, key, text) of every text in both languages."""
    for derived in catalogue.progress.derived:
        yield "derived.yml", f"{derived.metric_id}.name", derived.name
        yield "derived.yml", f"{derived.metric_id}.definition", derived.definition
    for key_result in catalogue.progress.key_results:
        yield FILE, f"{key_result.key_result_id}.name", key_result.name
        yield FILE, f"{key_result.key_result_id}.target.reason", key_result.target.reason
        yield from ((FILE, f"{key_result.key_result_id}.milestones", each.name) for each in key_result.milestones)
    for each in catalogue.progress.statutory_dates:
        yield "statutory_dates.yml", f"{each.date_id}.name", each.name
        yield "statutory_dates.yml", f"{each.date_id}.basis", each.basis


def _doubled_ids(catalogue: Catalogue) -> Iterator[Fault]:
    progress = catalogue.progress
    lists = {
        "derived.yml": [*(each.metric_id for each in progress.derived), *catalogue.metric_of],
        FILE: [each.key_result_id for each in progress.key_results],
        "statutory_dates.yml": [each.date_id for each in progress.statutory_dates],
        "status_rules.csv": [rule for rule, _ in progress.status_rules],
    }
    for file, ids in lists.items():
        for doubled, times in Counter(ids).items():
            if times > 1:
                yield Fault(file, doubled, told("id_times", times=times), told("other_id"))


def _derived(catalogue: Catalogue) -> Iterator[Fault]:
    for derived in catalogue.progress.derived:
        for part, metric_id in (("numerator", derived.numerator_id), ("denominator", derived.denominator_id)):
            key = f"{derived.metric_id}.{part}"
            yield from unknown("derived.yml", key, [metric_id], catalogue.metric_of, "metrics")
            metric = catalogue.metric_of.get(metric_id)
            if metric and metric.kind not in ("flow", "stock"):
                yield Fault("derived.yml", key, f"a {metric.kind}", "divide one count (flow or stock) by another")
        if derived.numerator_id == derived.denominator_id:
            yield Fault("derived.yml", derived.metric_id, "a metric divided by itself", "name two different metrics")


def _dates(catalogue: Catalogue) -> Iterator[Fault]:
    if REPORT_RULE not in {each.date_id for each in catalogue.progress.statutory_dates}:
        todo = "add the day by which a year's report must be public; statuses are counted from it"
        yield Fault("statutory_dates.yml", REPORT_RULE, "no such date", todo)
    owners = {owner.owner_id for owner in catalogue.owners}
    for each in catalogue.progress.statutory_dates:
        yield from unknown("statutory_dates.yml", f"{each.date_id}.owner", [each.owner_id], owners, "owners.yml")


def _rules(catalogue: Catalogue) -> Iterator[Fault]:
    rules = dict(catalogue.progress.status_rules)
    for missing in (rule for rule in RULES if rule not in rules):
        yield Fault("status_rules.csv", missing, "no line", f"add the line {missing},VALUE,UNIT,MEANING")
    if rules.keys() >= set(RULES) and not rules["at_risk_from"] <= rules["on_track_from"]:
        found = told("over", low=rules["at_risk_from"], high=rules["on_track_from"])
        yield Fault("status_rules.csv", "at_risk_from", found, told("up_to_on_track"))


def _key_result(catalogue: Catalogue, key_result: KeyResult) -> Iterator[Fault]:
    own = key_result.key_result_id
    goals = {goal.goal_id: goal for goal in catalogue.goals}
    owners = {owner.owner_id for owner in catalogue.owners}
    yield from unknown(FILE, f"{own}.goal", [key_result.goal_id], goals, "goals.yml")
    yield from unknown(FILE, f"{own}.owner", [key_result.owner_id], owners, "owners.yml")
    if key_result.kind is None:
        todo = f"say which way the target is met: write kind: one of {', '.join(KEY_RESULT_KINDS)}"
        yield Fault(FILE, f"{own}.kind", "nothing", todo)
        return
    yield from _measure(catalogue, key_result)
    yield from _target(catalogue, key_result)
    if goal := goals.get(key_result.goal_id):
        yield from _days(key_result, goal)


def _measure(catalogue: Catalogue, key_result: KeyResult) -> Iterator[Fault]:
    key = f"{key_result.key_result_id}.measure"
    kind, measure_id = key_result.measure_kind, key_result.measure_id
    known: dict[str, tuple[Iterable[str], str]] = {
        "metric": (catalogue.metric_of, "metrics"),
        "derived": ([each.metric_id for each in catalogue.progress.derived], "derived.yml"),
        "practice": ([each.practice_id for each in catalogue.practices], "practices.yml"),
    }
    if key_result.kind == "milestone":
        if not key_result.milestones:
            yield Fault(FILE, f"{key_result.key_result_id}.milestones", told("none"), told("one_milestone"))
        return
    if kind is None or measure_id is None:
        yield Fault(FILE, key, "nothing", "write measure: {metric: ID}, {derived: ID} or {practice: ID}")
        return
    ids, home = known[kind]
    yield from unknown(FILE, key, [measure_id], set(ids), home)
    if (kind == "practice") != (key_result.kind == "every_period"):
        yield Fault(
            FILE, key, f"{kind} for {key_result.kind}", "measure every_period by a practice, the others by a figure"
        )
    metric = catalogue.metric_of.get(measure_id) if kind == "metric" else None
    if metric and metric.kind not in _YEARLY_KINDS:
        yield Fault(FILE, key, f"{measure_id}, a {metric.kind}", "use a metric with a figure of one year")


def _target(catalogue: Catalogue, key_result: KeyResult) -> Iterator[Fault]:
    own, target = key_result.key_result_id, key_result.target
    key = f"{own}.target"
    if target.value is not None and target.change_percent is not None:
        yield Fault(FILE, key, "value and change_percent", "write one of the two")
    if target.value is None and target.change_percent is None and key_result.kind in _WITH_TARGET:
        yield Fault(FILE, key, "no value", f"write the value that {key_result.kind} is held against")
    metric = catalogue.metric_of.get(key_result.measure_id or "")
    is_rate = key_result.measure_kind == "derived" or (metric is not None and metric.kind == "rate")
    if is_rate and target.value is not None and target.value > 100:
        yield Fault(FILE, f"{key}.value", str(target.value), "write a percentage from 0 to 100")
    needs_baseline = key_result.kind in ("reach", "reduce")
    if needs_baseline and key_result.baseline is None:
        yield Fault(FILE, f"{own}.baseline", "nothing", "write zero, {year: YYYY} or first_year: where the way begins")
    if not needs_baseline and key_result.baseline is not None:
        yield Fault(FILE, f"{own}.baseline", key_result.baseline, f"leave it out: {key_result.kind} has no way to go")
    if key_result.kind == "reduce" and key_result.baseline == "zero":
        yield Fault(FILE, f"{own}.baseline", "zero", "name the year that the figure comes down from")
    if target.change_percent is not None:
        if key_result.baseline not in ("year", "first_year"):
            yield Fault(
                FILE, f"{key}.change_percent", str(target.change_percent), "add a baseline: a year, or first_year"
            )
        if (target.change_percent > 0) != (key_result.kind == "reach"):
            todo = "a positive change for reach, a negative one for reduce"
            yield Fault(FILE, f"{key}.change_percent", f"{target.change_percent} for {key_result.kind}", todo)


def _days(key_result: KeyResult, goal: Goal) -> Iterator[Fault]:
    own = key_result.key_result_id
    if key_result.baseline_year is not None and key_result.baseline_year >= goal.target_year:
        todo = f"write a year before the target's, {goal.target_year}"
        yield Fault(FILE, f"{own}.baseline.year", str(key_result.baseline_year), todo)
    if key_result.due_on is None and key_result.baseline != "first_year":
        yield Fault(FILE, f"{own}.due", "nothing", f"write the day that it is due, such as {goal.target_year}-12-31")
    if key_result.due_on is not None and key_result.due_on.year <= goal.source_year:
        todo = told("due_from", source=goal.source_year, day=f"{goal.target_year}-01-01")
        yield Fault(FILE, f"{own}.due", key_result.due_on.isoformat(), todo)
    for day, times in Counter(each.due_on for each in key_result.milestones).items():
        if times > 1:
            yield Fault(
                FILE, f"{own}.milestones", told("times_on", times=times, day=day.isoformat()), told("one_a_day")
            )
    if key_result.due_on is not None:
        for each in key_result.milestones:
            if each.due_on > key_result.due_on or each.due_on.year <= goal.source_year:
                todo = told("between", first=f"{goal.target_year}-01-01", last=key_result.due_on.isoformat())
                yield Fault(FILE, f"{own}.milestones", each.due_on.isoformat(), todo)
    by_day = sorted(key_result.milestones, key=lambda each: each.due_on)
    for one, other in pairwise(by_day):
        if other.share < one.share:
            found = told("falls", share=other.share, day=other.due_on.isoformat(), before=one.share)
            yield Fault(FILE, f"{own}.milestones", found, told("rise"))
    if by_day and by_day[-1].share != 100:
        yield Fault(FILE, f"{own}.milestones", told("ends", share=by_day[-1].share), told("end_at_100"))
