"""What a report states besides numbers: practices and how often, problems, goals."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from pipelines.domain.catalogue import Duty, Goal, Practice, Problem
from pipelines.domain.observations import Evidence, StatedDuty, StatedItem, StatedPractice
from pipelines.extract.layout import Layout, Section
from pipelines.extract.repair import Repaired

_PROBLEM_TITLE = re.compile(r"问题|不足|短板|困难")
_GOAL_TITLE = re.compile(
    r"工作(?:目标|计划|打算|安排|思路|重点|措施)|下一?步|今后|改进|来年|展望|^\d{4}年.*(?:计划|打算|思路|安排)"
)
_FREQUENCIES = {
    "month": re.compile(r"每个?月|按月|逐月"),
    "quarter": re.compile(r"每个?季度?|按季"),
    "week": re.compile(r"每周|每个?星期"),
    "half_year": re.compile(r"每半年"),
    "year": re.compile(r"每年"),
}
_CLAUSE = re.compile(r"[^，,；;。！？!?\n]+")
_PART = re.compile(r"[^；;。！？!?\n]+")
_NAME_LIMIT = 40


def practices(layout: Layout, repaired: Repaired, known: Iterable[Practice]) -> list[StatedPractice]:
    """The practices that a report states: once each, at the sentence that names it, with a stated frequency.

    A problem or a goal isn't a practice: what a report wants or lacks is left out.
    """
    spans = [span for span in layout.sentences() if not is_outlook(layout, span[0])]
    return [stated for practice in known for stated in _stated(layout, repaired, practice, spans)]


def duties(layout: Layout, repaired: Repaired, known: Iterable[Duty]) -> list[StatedDuty]:
    """The duties of the heads that a report states, each at the sentence that says it best; no problems, no goals.

    A duty's words stand in order: 亲自部署 in a later sentence says more than 研究部署 in an earlier one.
    """
    spans = [span for span in layout.sentences() if not is_outlook(layout, span[0])]
    found = []
    for duty in known:
        mentions = (span for words in duty.words for span in _mentions(layout.text, [words], spans))
        if best := next(mentions, None):
            found.append(StatedDuty(duty.duty_id, evidence(layout, repaired, best)))
    return found


def _stated(
    layout: Layout, repaired: Repaired, practice: Practice, spans: Sequence[tuple[int, int]]
) -> Iterator[StatedPractice]:
    mentions = _mentions(layout.text, practice.words, spans)
    if not mentions:
        return
    for span in mentions:
        for clause in _CLAUSE.finditer(layout.text, *span):
            frequency = _frequency(clause.group(), practice.frequency_words)
            if frequency:
                place = evidence(layout, repaired, clause.span())
                yield StatedPractice(practice.practice_id, frequency, place)
                return
    yield StatedPractice(practice.practice_id, None, evidence(layout, repaired, mentions[0]))


def _mentions(
    text: str, alternatives: Iterable[Sequence[str]], spans: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The spans that hold all words of one of the alternatives: looked for where its longest word stands."""
    found: set[int] = set()
    for words in alternatives:
        longest = max(words, key=len)
        at = text.find(longest)
        while at >= 0:
            index = bisect_right(spans, (at, len(text))) - 1
            after = at + 1
            if index >= 0 and at < spans[index][1]:
                after = spans[index][1]
                if _names(text[slice(*spans[index])], [words]):
                    found.add(index)
            at = text.find(longest, after)
    return [spans[index] for index in sorted(found)]


def _frequency(clause: str, words: Sequence[str]) -> str | None:
    if not any(word in clause for word in words):
        return None
    return next((name for name, pattern in _FREQUENCIES.items() if pattern.search(clause)), None)


def problems(layout: Layout, repaired: Repaired, known: Sequence[Problem]) -> list[StatedItem]:
    """The items of the sections headed 存在问题 and the like, tied to the catalogue's where its words are there."""
    sections = [section for section in layout.sections if _is_problem(section)]
    return _items(layout, repaired, sections, [(problem.problem_id, problem.words) for problem in known])


def goals(layout: Layout, repaired: Repaired, known: Sequence[Goal]) -> list[StatedItem]:
    """The items of the sections headed 工作目标, 下一步工作 and the like."""
    sections = [section for section in layout.sections if _is_goal(section)]
    return _items(layout, repaired, sections, [(goal.goal_id, goal.words) for goal in known])


def _items(
    layout: Layout, repaired: Repaired, sections: Iterable[Section], known: Sequence[tuple[str, tuple]]
) -> list[StatedItem]:
    found: list[StatedItem] = []
    left = list(known)
    for section in sections:
        for span in layout.items(section):
            text = layout.text[slice(*span)]
            parts = [part.group().strip() for part in _PART.finditer(text)]
            if not parts:
                continue
            name, rest = _name_and_rest(parts)
            named = next(((item_id, words) for item_id, words in left if _names(text, words)), None)
            if named:
                left.remove(named)
            at = evidence(layout, repaired, (span[0], span[0] + text.index(name) + len(name)))
            found.append(StatedItem(named[0] if named else None, len(found) + 1, name, rest, at))
    return found


def _name_and_rest(parts: list[str]) -> tuple[str, tuple[str, ...]]:
    """An item's first sentence names it; of a very long one, the first clause."""
    name = parts[0]
    if len(name) <= _NAME_LIMIT:
        return name, tuple(parts[1:])
    first = _CLAUSE.match(name)
    assert first is not None
    return first.group(), (name[first.end() :].strip("，, "), *parts[1:])


def _is_problem(section: Section) -> bool:
    return bool(_PROBLEM_TITLE.search(section.title)) and not _GOAL_TITLE.search(section.title)


def _is_goal(section: Section) -> bool:
    return bool(_GOAL_TITLE.search(section.title))


def is_outlook(layout: Layout, position: int) -> bool:
    """Whether a place stands in a section of problems or goals: what is lacked or wanted, not what was done."""
    return is_outlook_section(layout.section(position))


def is_outlook_section(section: Section) -> bool:
    """Whether a section is about what is lacked or wanted."""
    return _is_problem(section) or _is_goal(section)


def _names(text: str, alternatives: Iterable[Sequence[str]]) -> bool:
    return any(all(word in text for word in words) for words in alternatives)


def evidence(
    layout: Layout, repaired: Repaired, span: tuple[int, int], sentence_span: tuple[int, int] | None = None
) -> Evidence:
    """Where a stretch of the text stands, with its section and its sentence, or what a reader is shown instead."""
    sentence_span = sentence_span or layout.sentence(span[0])
    span_original = repaired.original_span(*span)
    place, offset = repaired.place(span_original[0])
    return Evidence(
        span=span,
        span_original=span_original,
        quote=layout.text[slice(*span)],
        sentence=layout.text[slice(*sentence_span)],
        sentence_span=sentence_span,
        section=layout.section(span[0]).number,
        place=place,
        offset=offset,
    )
