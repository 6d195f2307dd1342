"""YAML as a person writes it by hand: a key that stands twice, or a date that isn't one, is a fault and no accident."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import yaml
import yaml.resolver

_BOOL, _TEXT = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:str"


class NotYaml(ValueError):
    """A text isn't strict YAML; `line` (from 1) says where, if that is known."""

    def __init__(self, problem: str, line: int | None):
        super().__init__(problem)
        self.problem, self.line = problem, line


def load_yaml(text: str) -> Any:
    """The content of one YAML text.  Raises NotYaml."""
    try:
        if "*" in text:
            _refuse_aliases(text)
        return yaml.load(text, Loader=_StrictLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise NotYaml(getattr(error, "problem", None) or str(error), mark.line + 1 if mark else None) from None
    except RecursionError as error:  # a list in a list in a list …
        raise NotYaml(str(error), None) from None


def _refuse_aliases(text: str) -> None:
    """A few lines of aliases of aliases stand for more than any memory holds; nobody writes them by hand."""
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise yaml.MarkedYAMLError(
                problem=f"*{event.anchor} stands for something else", problem_mark=event.start_mark
            )


@lru_cache(256)
def parsed(text: str) -> Any:
    """The same, kept: a catalogue is read again with each change, and of its files hardly one is another.

    What is given is everybody's, and not to be changed.  Raises NotYaml.
    """
    return load_yaml(text)


class _StrictLoader(yaml.CSafeLoader):
    """PyYAML would keep the last of two equal keys in silence, and take the key `on` for a truth value."""


def _mapping_once(loader: _StrictLoader, node: yaml.MappingNode) -> dict:
    for key, _ in node.value:
        if key.tag == _BOOL:
            key.tag = _TEXT
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    doubled = sorted({str(key) for key in keys if keys.count(key) > 1})
    if doubled:
        raise yaml.MarkedYAMLError(problem=f"{doubled[0]!r} stands twice", problem_mark=node.start_mark)
    return loader.construct_mapping(node, deep=True)


def _day_that_is(loader: _StrictLoader, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        raise yaml.MarkedYAMLError(problem=f"{node.value} is no day", problem_mark=node.start_mark) from None


_construct: Callable[..., dict] = _mapping_once
_construct_day: Callable[..., object] = _day_that_is
_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct)
_StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _construct_day)
