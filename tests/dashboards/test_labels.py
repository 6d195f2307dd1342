"""The labels: the same in both languages, none missing, none left over, no words in the code."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from dashboards.i18n import labels, t
from pipelines.wording.language import BASES

DASHBOARDS = Path(__file__).parents[2] / "dashboards"
SHOWN_BY = {"html", "section", "notice", "note", "band", "ways", "back", "button", "text_input", "selectbox", "error"}
"""The functions that put their words on a page."""
HAN = re.compile(r"[\u4e00-\u9fff]")


@cache
def trees() -> dict[str, ast.Module]:
    return {
        str(path.relative_to(DASHBOARDS.parent)): ast.parse(path.read_text(encoding="utf-8"))
        for path in [DASHBOARDS.parent / "app.py", *sorted(DASHBOARDS.rglob("*.py"))]
    }


def asked_keys() -> Iterator[tuple[str, str]]:
    """(file, pattern) of every label that the code asks for: a literal key, or one with parts that are filled in."""
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and not HAN.search(node.value):
                yield name, re.escape(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                parts = (re.escape(v.value) if isinstance(v, ast.Constant) else r"[\w.]+" for v in node.values)
                yield name, "".join(parts)


def literal_keys() -> Iterator[tuple[str, str]]:
    """(file, key) of every `t("key", …)`."""
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "t" and node.args:
                first = node.args[0]
                choices = (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,)
                yield from ((name, each.value) for each in choices if isinstance(each, ast.Constant))


def test_every_language_has_the_same_labels_with_the_same_parts() -> None:
    first, *others = BASES
    parts = {
        language: {
            key: {part for _, part, _, _ in Formatter().parse(str(text)) if part}
            for key, text in labels(language).items()
        }
        for language in BASES
    }
    for language in others:
        assert parts[language].keys() == parts[first].keys()
        assert {key for key in parts[first] if parts[language][key] != parts[first][key]} == set()


def test_no_label_is_missing() -> None:
    known = labels(BASES[0])
    assert {(file, key) for file, key in literal_keys() if key not in known} == set()


def test_no_label_is_left_over() -> None:
    patterns = {pattern for _, pattern in asked_keys()}
    literal = {re.sub(r"\\(.)", r"\1", pattern) for pattern in patterns}
    composed = [
        re.compile(pattern) for pattern in patterns if r"[\w.]+" in pattern and len(pattern) > len(r"[\w.]+") + 2
    ]
    unused = [key for key in labels(BASES[0]) if key not in literal]
    assert [key for key in unused if not any(each.fullmatch(key) for each in composed)] == []


@pytest.mark.parametrize("name", sorted(trees()))
def test_no_words_stand_in_the_code(name: str) -> None:
    tree = trees()[name]
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    docstrings |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    patterns = {
        id(each)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "compile"
        for each in node.args
    }
    found = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings | patterns
        if HAN.search(node.value)
    ]
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and (getattr(node.func, "attr", None) or getattr(node.func, "id", "")) in SHOWN_BY
        ):
            found += [text for argument in node.args for text in shown_texts(argument)]
    assert found == []


def shown_texts(argument: ast.expr) -> Iterator[str]:
    """The words of a literal that a reader would see: tags and their attributes taken away."""
    if isinstance(argument, ast.JoinedStr):
        text = "".join(each.value if isinstance(each, ast.Constant) else "" for each in argument.values)
    elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        text = argument.value
    else:
        return
    seen = re.sub(r"<[^>]*>", " ", text)
    if re.search(r"[A-Za-z]{3,}", seen) and "<" in text:
        yield seen.strip()


def test_english_labels_have_no_chinese_but_the_name_of_the_board():
    for key, text in labels("en").items():
        assert key == "board" or not re.search(r"[\u4e00-\u9fff]", str(text)), key


def test_an_unknown_label_is_a_defect():
    with pytest.raises(KeyError):
        t("no.such.label", "zh")


def test_the_step_that_publishes_an_edition_has_one_name():
    assert not [key for key, text in labels("zh").items() if "批准" in str(text)]


def test_a_page_that_decides_says_of_any_other_edition_that_it_isn_t_the_current_one():
    """One that waits for approval is no earlier one."""
    for page in ("intake", "entry", "materials", "review", "ledgers"):
        assert "当前版本以外" in t(f"{page}.not_now", "zh")
        assert "the current" in t(f"{page}.not_now", "en")
