"""What must hold between the catalogue's files, once each file alone has its right shape."""

import re
from collections import Counter
from collections.abc import Iterator

from pipelines.catalogue.break_shapes import break_words, broken_break_promises
from pipelines.catalogue.correction_shapes import broken_correction_promises
from pipelines.catalogue.duty_shapes import broken_duty_promises, duty_words
from pipelines.catalogue.faults import Fault, told, unknown
from pipelines.catalogue.form_shapes import broken_form_promises, form_words
from pipelines.catalogue.ledger_promises import broken_ledger_promises, ledger_words
from pipelines.catalogue.peer_shapes import broken_peer_promises, peer_words
from pipelines.catalogue.progress_promises import broken_progress_promises, progress_words
from pipelines.catalogue.query_shapes import query_words
from pipelines.catalogue.rubric_promises import broken_rubric_promises, rubric_words
from pipelines.catalogue.table_promises import broken_table_promises
from pipelines.catalogue.theme_shapes import broken_theme_promises
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.words import Words

HAN = re.compile(r"[\u4e00-\u9fff]")
UNIT_OF_KIND = {"rate": {"%", "‰"}, "money": {"元"}}


def broken_promises(catalogue: Catalogue) -> list[Fault]:
    """Every broken promise, in the order of the files; an empty list is a good catalogue."""
    return [
        *_doubled_ids(catalogue),
        *_languages(catalogue),
        *_metrics(catalogue),
        *_links(catalogue),
        *_organisations(catalogue),
        *_years(catalogue),
        *broken_table_promises(catalogue),
        *broken_progress_promises(catalogue),
        *broken_ledger_promises(catalogue),
        *broken_form_promises(catalogue),
        *broken_correction_promises(catalogue),
        *broken_duty_promises(catalogue),
        *broken_break_promises(catalogue),
        *broken_peer_promises(catalogue),
        *broken_theme_promises(catalogue),
        *broken_rubric_promises(catalogue),
    ]


def _doubled_ids(catalogue: Catalogue) -> Iterator[Fault]:
    lists = {
        "themes.yml": [theme.theme_id for theme in catalogue.themes],
        "owners.yml": [owner.owner_id for owner in catalogue.owners],
        "organisations.yml": [organisation.organisation_id for organisation in catalogue.organisations],
        "metrics": [metric.metric_id for metric in catalogue.metrics],
        "practices.yml": [practice.practice_id for practice in catalogue.practices],
        "problems.yml": [problem.problem_id for problem in catalogue.problems],
        "goals.yml": [goal.goal_id for goal in catalogue.goals],
        "highlights.yml": list(catalogue.highlights),
        "queries.yml": [query.query_id for query in catalogue.queries],
    }
    for file, ids in lists.items():
        for doubled, times in Counter(ids).items():
            if times > 1:
                yield Fault(file, doubled, told("id_times", times=times), told("other_id"))
    orders = Counter((goal.organisation_id, goal.source_year, goal.order) for goal in catalogue.goals)
    for (organisation_id, year, order), times in orders.items():
        if times > 1:
            key = f"{organisation_id} {year}"
            yield Fault("goals.yml", key, f"order {order} {times} times", "number a report's goals 1, 2, 3 …")


def _languages(catalogue: Catalogue) -> Iterator[Fault]:
    for file, key, words in _all_words(catalogue):
        if not HAN.search(words.zh):
            yield Fault(file, f"{key}.zh", repr(words.zh), told("chinese"))
        if "definition" not in key and HAN.search(words.en):
            yield Fault(file, f"{key}.en", repr(words.en), told("english"))


def _all_words(catalogue: Catalogue) -> Iterator[tuple[str, str, Words]]:
    for theme in catalogue.themes:
        yield "themes.yml", f"{theme.theme_id}.name", theme.name
    for owner in catalogue.owners:
        yield "owners.yml", f"{owner.owner_id}.name", owner.name
    for organisation in catalogue.organisations:
        yield "organisations.yml", f"{organisation.organisation_id}.name", organisation.name
    for metric in catalogue.metrics:
        file = f"metrics/{metric.theme_id}.yml"
        yield file, f"{metric.metric_id}.name", metric.name
        if metric.definition:
            yield file, f"{metric.metric_id}.definition", metric.definition
    for practice in catalogue.practices:
        yield "practices.yml", f"{practice.practice_id}.name", practice.name
    for problem in catalogue.problems:
        yield "problems.yml", f"{problem.problem_id}.name", problem.name
        yield from (("problems.yml", f"{problem.problem_id}.parts", part) for part in problem.parts)
    for goal in catalogue.goals:
        yield "goals.yml", f"{goal.goal_id}.name", goal.name
        yield from (("goals.yml", f"{goal.goal_id}.parts", part) for part in goal.parts)
    yield from progress_words(catalogue)
    yield from ledger_words(catalogue)
    yield from form_words(catalogue)
    yield from duty_words(catalogue)
    yield from break_words(catalogue)
    yield from query_words(catalogue)
    yield from peer_words(catalogue)
    yield from rubric_words(catalogue)


def _metrics(catalogue: Catalogue) -> Iterator[Fault]:
    for metric in catalogue.metrics:
        file = f"metrics/{metric.theme_id}.yml"
        for unit in metric.units:
            if unit not in catalogue.classes_of:
                yield Fault(file, f"{metric.metric_id}.units", repr(unit), "list the counter in lookups/counters.yml")
        allowed = UNIT_OF_KIND.get(metric.kind)
        if allowed and not set(metric.units) <= allowed:
            yield Fault(
                file,
                f"{metric.metric_id}.units",
                "/".join(metric.units),
                f"a {metric.kind} is counted in {' or '.join(sorted(allowed))}",
            )
        if not allowed and set(metric.units) & {"%", "‰", "元"} and metric.kind != "standard":
            yield Fault(
                file,
                f"{metric.metric_id}.kind",
                metric.kind,
                "write kind rate for %, money for 元",
            )


def _links(catalogue: Catalogue) -> Iterator[Fault]:
    themes = {theme.theme_id for theme in catalogue.themes}
    owners = {owner.owner_id for owner in catalogue.owners}
    organisations = set(catalogue.organisation_of)
    metrics = set(catalogue.metric_of)
    goals = {goal.goal_id for goal in catalogue.goals}
    ruled = {rule.metric_id for rule in catalogue.rules}
    for metric in catalogue.metrics:
        file = f"metrics/{metric.theme_id}.yml"
        yield from unknown(file, metric.metric_id, [metric.theme_id], themes, "themes.yml")
        yield from unknown(file, f"{metric.metric_id}.owner", [metric.owner_id], owners, "owners.yml")
        if metric.metric_id not in ruled and metric.counted_from == "report":
            todo = f"add a rule for it to lookups/matching/{metric.theme_id}.yml"
            yield Fault(file, metric.metric_id, "a metric that no text can be matched to", todo)
    yield from unknown("lookups/matching", "rules", sorted(ruled), metrics, "metrics")
    yield from unknown("highlights.yml", "list", catalogue.highlights, metrics, "metrics")
    for organisation in catalogue.organisations:
        parents = [organisation.parent_id] if organisation.parent_id else []
        key = f"{organisation.organisation_id}.parent"
        yield from unknown("organisations.yml", key, parents, organisations, "organisations.yml")
    for practice in catalogue.practices:
        key = f"{practice.practice_id}.metrics"
        yield from unknown("practices.yml", key, practice.metric_ids, metrics, "metrics")
    for problem in catalogue.problems:
        key = f"{problem.problem_id}.goals"
        yield from unknown("problems.yml", key, problem.goal_ids, goals, "goals.yml")
        key = f"{problem.problem_id}.organisation"
        yield from unknown("problems.yml", key, [problem.organisation_id], organisations, "organisations.yml")
    for goal in catalogue.goals:
        key = f"{goal.goal_id}.organisation"
        yield from unknown("goals.yml", key, [goal.organisation_id], organisations, "organisations.yml")


def _organisations(catalogue: Catalogue) -> Iterator[Fault]:
    """One organisation a name: a text that names two belongs to neither.  And nobody is above themselves."""
    taken: dict[str, str] = {}
    for each in catalogue.organisations:
        key = f"{each.organisation_id}.aliases"
        for alias, times in Counter(each.aliases).items():
            if times > 1:
                yield Fault("organisations.yml", key, repr(alias), told("alias_times", times=times))
        for name in dict.fromkeys((each.name.zh, each.full_name.zh, *each.aliases)):
            other = taken.setdefault(name, each.organisation_id)
            if other != each.organisation_id:
                yield Fault("organisations.yml", key, repr(name), told("alias_taken", other=other))
        parents = {each.organisation_id}
        parent_id = each.parent_id
        while parent_id and parent_id not in parents and parent_id in catalogue.organisation_of:
            parents.add(parent_id)
            parent_id = catalogue.organisation_of[parent_id].parent_id
        if parent_id in parents:
            key = f"{each.organisation_id}.parent"
            yield Fault("organisations.yml", key, repr(each.parent_id), told("own_parent"))


def _years(catalogue: Catalogue) -> Iterator[Fault]:
    for goal in catalogue.goals:
        if goal.target_year != goal.source_year + 1:
            yield Fault(
                "goals.yml",
                f"{goal.goal_id}.target_year",
                str(goal.target_year),
                told("target_year", source=goal.source_year, target=goal.source_year + 1),
            )
