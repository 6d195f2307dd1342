"""What must hold in lookups/tables.yml: known metrics, and labels that lead to one metric."""

from collections.abc import Iterator
from itertools import combinations

from pipelines.catalogue.faults import Fault, unknown
from pipelines.domain.catalogue import Catalogue, TableRule

FILE = "lookups/tables.yml"


def broken_table_promises(catalogue: Catalogue) -> Iterator[Fault]:
    """Every broken promise of the rules for tables."""
    rules = catalogue.tables.rules
    used = dict.fromkeys(rule.metric_id for rule in rules if rule.metric_id)
    yield from unknown(FILE, "metrics", used, catalogue.metric_of, "metrics")
    for rule in rules:
        for word in sorted(set(rule.labels) & {*catalogue.tables.fillers, *rule.also}):
            todo = "a word that adds nothing tells no metric: keep it in one of the two lists"
            yield Fault(FILE, _key(rule), f"the label {word!r} among fillers or also", todo)
        for word in sorted({word for word in rule.labels if rule.labels.count(word) > 1}):
            yield Fault(FILE, _key(rule), f"the label {word!r} {rule.labels.count(word)} times", "write it once")
    for one, other in combinations(rules, 2):
        shared = sorted(set(one.labels) & set(other.labels))
        if shared and one.metric_id != other.metric_id and _meet(one, other) and _one_class(catalogue, one, other):
            todo = "give the two metrics different labels or different titles: a label that leads to two leads nowhere"
            yield Fault(FILE, f"{_key(one)}, {_key(other)}", f"the label {shared[0]!r} in both", todo)


def _key(rule: TableRule) -> str:
    return f"metrics.{rule.metric_id}" if rule.metric_id else "no_metric"


def _meet(one: TableRule, other: TableRule) -> bool:
    """Whether one table can be under both rules' titles; a rule without titles gives way to one with them."""
    return bool(set(one.titles) & set(other.titles)) or (not one.titles and not other.titles)


def _one_class(catalogue: Catalogue, one: TableRule, other: TableRule) -> bool:
    """Whether the counters can't tell the two apart, as 罚款 in 宗 and 罚款 in 万元 can be."""
    classes = [
        {name for unit in metric.units for name in catalogue.classes_of.get(unit, ())}
        for rule in (one, other)
        if rule.metric_id and (metric := catalogue.metric_of.get(rule.metric_id))
    ]
    return len(classes) < 2 or bool(classes[0] & classes[1])
