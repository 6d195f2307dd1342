"""What must hold of every rubric before a round can be opened with it, and what it is warned of."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from pipelines.catalogue.faults import Fault, told, unknown
from pipelines.catalogue.rubric_shapes import FILE, FOLDER
from pipelines.domain.assessments import ACTIVITY_SCORED, Rubric, RubricItem, Rule
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.words import Words

_WHOLE = Decimal(100)
# kind of rule → what it needs, and what it may have besides
_TAKES: dict[str, tuple[set[str], set[str]]] = {
    "ratio": ({"source", "bar"}, set()),
    "bands": ({"source", "bands"}, {"is_few_good"}),
    "shortfall": ({"source", "bar", "step"}, {"is_few_good", "per", "begun", "most", "floor"}),
    "occurrence": ({"source", "step"}, {"per", "begun", "most", "floor"}),
    "all_or_nothing": ({"source", "bar"}, {"is_few_good"}),
    "timely": ({"source", "due", "step"}, {"per", "begun", "most", "floor"}),
    "bonus": ({"source", "step"}, {"per", "begun"}),
    "veto": ({"source"}, {"is_on", "order"}),
    "judgement": (set(), {"levels"}),
}
_PARTS = (
    "source",
    "bar",
    "bands",
    "is_few_good",
    "step",
    "per",
    "begun",
    "most",
    "floor",
    "due",
    "levels",
    "is_on",
    "order",
)
_WRITTEN = {"is_few_good": "few_good", "is_on": "on"}
_UNSET = Rule("")


def rubric_words(catalogue: Catalogue) -> Iterator[tuple[str, str, Words]]:
    """(file, key, text) of every text in both languages."""
    for rubric in catalogue.rubrics:
        yield FILE, f"{rubric.rubric_id}.name", rubric.name
        yield FILE, f"{rubric.rubric_id}.basis", rubric.basis
        yield from ((FILE, f"{rubric.rubric_id}.grades", grade.name) for grade in rubric.grades)
        for item in rubric.items:
            yield _file(rubric), f"{item.item_id}.name", item.name
            yield from ((_file(rubric), f"{item.item_id}.evidence", each) for each in item.evidence)
            levels = item.rule.levels if item.rule else ()
            yield from ((_file(rubric), f"{item.item_id}.rule", level.words) for level in levels)


def broken_rubric_promises(catalogue: Catalogue) -> Iterator[Fault]:
    """Trees whose marks add up, rules that say what they need and are monotone, grades that everybody can get."""
    for doubled, times in Counter(rubric.rubric_id for rubric in catalogue.rubrics).items():
        if times > 1:
            yield Fault(FILE, doubled, told("id_times", times=times), told("other_id"))
    owners = {owner.owner_id for owner in catalogue.owners}
    for rubric in catalogue.rubrics:
        for item in rubric.items:
            named = [item.owner_id] if item.owner_id else []
            yield from unknown(_file(rubric), f"{item.item_id}.owner", named, owners, "owners.yml")
        yield from _tree(rubric)
        yield from _sums(rubric)
        yield from _grades(rubric)
        for item in rubric.scored:
            yield from _rule(rubric, item, catalogue)


def rubric_warnings(catalogue: Catalogue) -> Iterator[Fault]:
    """Meetings, trainings and papers scored by their count: rules against formalism forbid it."""
    neutral = {each.metric_id: each.name for each in catalogue.metrics if each.direction == "neutral"}
    neutral |= {each.metric_id: each.name for each in catalogue.progress.derived if each.direction == "neutral"}
    for rubric in catalogue.rubrics:
        for item in rubric.scored:
            rule = item.rule
            if rule and rule.source and rule.kind in ACTIVITY_SCORED and rule.source.id in neutral:
                name = neutral[rule.source.id]
                found = Words(zh=told("activity", metric=name.zh).zh, en=told("activity", metric=name.en).en)
                yield Fault(_file(rubric), f"{item.item_id}.rule", found, told("not_by_count"))


def _tree(rubric: Rubric) -> Iterator[Fault]:
    file, known = _file(rubric), set()
    for doubled, times in Counter(item.item_id for item in rubric.items).items():
        if times > 1:
            yield Fault(file, doubled, told("id_times", times=times), told("other_id"))
    for item in rubric.items:
        if item.parent_id is not None and item.parent_id not in known:
            yield Fault(file, f"{item.item_id}.parent", repr(item.parent_id), told("heading_before"))
        if item.rule is None:
            known.add(item.item_id)
            if rubric.kind != "shape" and not rubric.children_of.get(item.item_id):
                yield Fault(file, item.item_id, told("none"), told("lines_under"))


def _sums(rubric: Rubric) -> Iterator[Fault]:
    """Marks of the lines under a heading come to the heading's; bonus and veto stand outside."""
    if rubric.kind == "shape":
        return
    file = _file(rubric)
    for item in rubric.items:
        if item.is_veto:
            if item.marks is not None:
                yield Fault(file, f"{item.item_id}.marks", str(item.marks), told("veto_no_marks"))
        elif item.rule is None and _is_outside(rubric, item):
            if item.marks is not None:
                yield Fault(file, f"{item.item_id}.marks", _plain(item.marks), told("bonus_heading"))
        elif not item.marks:
            yield Fault(file, f"{item.item_id}.marks", told("none"), told("marks_above_zero"))
        elif item.marks != round(item.marks, rubric.decimals):
            yield Fault(file, f"{item.item_id}.marks", str(item.marks), told("marks_grid", decimals=rubric.decimals))
    headings = [item for item in rubric.items if item.rule is None]
    if any(item.is_bonus for item in rubric.items) and not rubric.bonus_most:
        yield Fault(FILE, f"{rubric.rubric_id}.bonus_most", "0", told("bonus_cap"))
    for parent_id, where, key, wanted in [
        (None, FILE, rubric.rubric_id, rubric.marks),
        *((each.item_id, file, each.item_id, each.marks) for each in headings),
    ]:
        under = [
            each
            for each in rubric.children_of.get(parent_id, ())
            if not each.is_bonus and not each.is_veto and not (each.rule is None and _is_outside(rubric, each))
        ]
        found = sum((each.marks or Decimal(0) for each in under), Decimal(0))
        if (under or parent_id is None) and found != wanted:
            yield Fault(
                where, f"{key}.marks", told("marks_sum", found=_plain(found)), told("add_up", wanted=_plain(wanted))
            )


def _is_outside(rubric: Rubric, heading: RubricItem) -> bool:
    """Whether only bonuses and vetoes stand under a heading."""
    under = rubric.children_of.get(heading.item_id, ())
    return bool(under) and all(each.is_bonus or each.is_veto for each in under)


def _grades(rubric: Rubric) -> Iterator[Fault]:
    key, grades = f"{rubric.rubric_id}.grades", rubric.grades
    if not grades:
        if rubric.kind != "shape":
            yield Fault(FILE, key, told("none"), told("grades_wanted"))
        return
    for doubled, times in Counter(grade.grade_id for grade in grades).items():
        if times > 1:
            yield Fault(FILE, f"{key}.{doubled}", told("id_times", times=times), told("other_id"))
    if any(better.at_least <= worse.at_least for better, worse in pairwise(grades)) or grades[-1].at_least != 0:
        yield Fault(FILE, key, "、".join(_plain(grade.at_least) for grade in grades), told("grades_fall"))
    for grade in grades:
        if grade.least_share is not None and grade.most_share is not None and grade.least_share > grade.most_share:
            found = f"{_plain(grade.least_share)} > {_plain(grade.most_share)}"
            yield Fault(FILE, f"{key}.{grade.grade_id}", found, told("least_most"))
    if grades[-1].most_share is not None:
        yield Fault(FILE, f"{key}.{grades[-1].grade_id}", f"{_plain(grades[-1].most_share)}%", told("places_for_all"))
    least = sum((grade.least_share or Decimal(0) for grade in grades), Decimal(0))
    if least > _WHOLE:
        yield Fault(FILE, f"{key}.least_share", f"{_plain(least)}%", told("least_over"))
    if rubric.veto_grade is not None and rubric.veto_grade not in {grade.grade_id for grade in grades}:
        yield Fault(FILE, f"{rubric.rubric_id}.veto_grade", repr(rubric.veto_grade), told("known_grade"))


def _rule(rubric: Rubric, item: RubricItem, catalogue: Catalogue) -> Iterator[Fault]:
    rule, file, key = item.rule, _file(rubric), f"{item.item_id}.rule"
    assert rule is not None
    needs, may = _TAKES[rule.kind]
    said = {part for part in _PARTS if getattr(rule, part) != getattr(_UNSET, part)}
    for missing in sorted(needs - said):
        yield Fault(file, f"{key}.{_WRITTEN.get(missing, missing)}", told("none"), told("rule_needs", kind=rule.kind))
    for extra in sorted(said - needs - may):
        yield Fault(file, f"{key}.{_WRITTEN.get(extra, extra)}", told("not_taken"), told("take_away", kind=rule.kind))
    yield from _source(rule, file, f"{key}.source", catalogue)
    if rule.bar == 0 and rule.kind == "ratio":
        yield Fault(file, f"{key}.bar", "0", told("above_zero"))
    bars = [each.bar for each in rule.bands]
    if not _falls(bars if not rule.is_few_good else [-bar for bar in bars]) or not _falls(
        [each.share for each in rule.bands]
    ):
        yield Fault(file, f"{key}.bands", "、".join(map(_plain, bars)), told("best_first"))
    if not _falls([each.share for each in rule.levels]):
        shares = "、".join(_plain(each.share) for each in rule.levels)
        yield Fault(file, f"{key}.levels", shares, told("best_first"))
    if item.marks is not None:
        for part in ("floor", "most"):
            if (getattr(rule, part) or Decimal(0)) > item.marks:
                found = _plain(getattr(rule, part))
                yield Fault(file, f"{key}.{part}", found, told("within_marks", marks=_plain(item.marks)))
    if rule.is_on and not rule.order:
        yield Fault(file, f"{key}.order", told("none"), told("order_wanted"))


def _source(rule: Rule, file: str, key: str, catalogue: Catalogue) -> Iterator[Fault]:
    source = rule.source
    if source is None:
        return
    derived = {each.metric_id for each in catalogue.progress.derived}
    practices = {each.practice_id for each in catalogue.practices}
    homes = {
        "metric": (set(catalogue.metric_of), "metrics"),
        "derived": (derived, "derived.yml"),
        "practice": (practices, "practices.yml"),
    }
    if source.kind == "several":
        yield Fault(file, key, source.id or told("none"), told("one_source"))
    elif source.kind in homes:
        yield from unknown(file, key, [source.id], *homes[source.kind])
    if source.unit and source.unit not in catalogue.classes_of:
        yield Fault(file, key, repr(source.unit), told("known_counter"))
    if (source.kind == "report_published") != (rule.kind == "timely"):
        yield Fault(file, key, source.kind, told("source_of_kind", kind=rule.kind))
    if source.kind == "practice" and rule.kind != "all_or_nothing":
        yield Fault(file, key, source.kind, told("source_of_kind", kind=rule.kind))


def _falls(numbers: Iterable[Decimal]) -> bool:
    return all(first > second for first, second in pairwise(numbers))


def _file(rubric: Rubric) -> str:
    return f"{FOLDER}/{rubric.rubric_id}.yml"


def _plain(number: Decimal | None) -> str:
    return format((number or Decimal(0)).normalize(), "f")
