"""Which question each column of an export is of: by names, by labels of any language, by codes that shorten names.

Every tool joins groups, questions and choices with other signs (`/ . - : [ ]`), so names and heads are compared by their words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from studylib.intake.codes import Target, guess_targets
from studylib.questionnaire.model import Question, Questionnaire

TURN = re.compile(r"\[(\d{1,2})\](?=/)")
NUMBERED = re.compile(r"^(.*\D)[ ._(]*?(\d{1,2})\)?(\D*)$", re.DOTALL)
SHORTEST = 12
"""Letters that the beginning of a label must have to stand for the whole."""


@dataclass(frozen=True)
class Mapped:
    """The heads of a sheet.

    Attributes
    ----------
    columns
        Columns of each target, from 0.
    unclear
        Columns that could be of several questions (or of none that is known), with what they could be.
    by_label
        Whether most heads are labels.
    language
        The language of the labels, if it is one.
    """

    columns: Mapping[Target, tuple[int, ...]]
    unclear: Mapping[int, tuple[Target, ...]] = field(default_factory=dict)
    by_label: bool = False
    language: str = ""


def fold_words(text: str) -> str:
    """Text by its words alone, whatever joins them, small and in one form of Unicode.

    >>> fold_words("What slows the work? [Money]") == fold_words("What slows the work?/Money")
    True
    """
    return "/".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


class HeadIndex:
    """All that heads can be called for a questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.position = {each.name: at for at, each in enumerate(questionnaire.questions)}
        self.names: dict[str, list[Target]] = defaultdict(list)
        self.labels: dict[str, list[Target]] = defaultdict(list)
        self.spoken: dict[str, set[str]] = defaultdict(set)
        for question in questionnaire.answerable:
            self._add(question, "")
            for language in questionnaire.languages:
                self._add(question, language)

    def _add(self, question: Question, language: str) -> None:
        """Names (no language) or labels of a question, with its groups before it and its choices behind it."""
        own = question.labels.get(language, "") if language else question.name
        if not own:
            return
        index = self.labels if language else self.names
        paths = {fold_words(path) for path in self._paths(question, own, language)} - {""}
        for path in sorted(paths):
            _append(index[path], Target(question.name))
            if language:
                self.spoken[path].add(language)
            for tail, target in _parts(question, language):
                _append(index[f"{path}/{tail}"], target)
                if not language and f"{question.name}_{tail}" not in self.position:
                    _append(index[f"{path}_{tail}"], target)

    def _paths(self, question: Question, own: str, language: str) -> Iterator[str]:
        groups = list(self._groups(question, language))
        yield own
        if language:
            yield f"{question.name}/{own}"
        for begin in range(len(groups)):
            yield "/".join([*groups[begin:], own])
            yield f"{groups[begin]}/{own}"

    def _groups(self, question: Question, language: str) -> Iterable[str]:
        """Names or labels of the groups around a question, the outermost first."""
        chain: list[str] = []
        name = question.group
        groups = self.questionnaire.groups
        while name in groups and len(chain) < 20:
            words = groups[name].labels.get(language, "") if language else name
            chain = [words, *chain] if words else chain
            name = groups[name].parent
        return chain

    def find(self, head: str, names_first: bool = True) -> tuple[str, list[Target]]:
        """The key under which a head is known, and what it can be."""
        inside = TURN.search(head)
        if inside:
            key, targets = self.find(TURN.sub("", head, count=1), names_first)
            return f"{key}/{inside[1]}", [self._turn(each, int(inside[1])) for each in targets]
        key = fold_words(head)
        order = (self.names, self.labels) if names_first else (self.labels, self.names)
        for index in order:
            if key in index:
                return key, index[key]
        match = NUMBERED.match(head.strip())
        bare = fold_words(match[1] + match[3]) if match else ""
        for index in order:
            if match and bare in index:
                return bare, [self._turn(target, int(match[2])) for target in index[bare]]
        return key, []

    def _turn(self, target: Target, number: int) -> Target:
        inside = self.questionnaire.by_name[target.question].repeat
        return target._replace(turn=number) if inside else target

    def find_longer(self, head: str) -> list[Target]:
        """What a head can be that a tool has cut short."""
        cut = fold_words(head.rstrip(". …"))
        if len(cut) < SHORTEST:
            return []
        targets = {
            target
            for label, known in self.labels.items()
            if label.startswith(cut)
            for target in known
            if not target.choice and not target.place
        }
        return list(targets) if len(targets) == 1 else []

    def guess(self, head: str) -> list[Target]:
        """What a head with a code can be: the code alone, or the code before the label."""
        targets = guess_targets(self.questionnaire, head)
        for sign in (". ", ": ", " - "):
            code, _, label = head.partition(sign)
            if not targets and label:
                targets = self.find(label, False)[1] or guess_targets(self.questionnaire, code)
        return targets


def _append(targets: list[Target], target: Target) -> None:
    if target not in targets:
        targets.append(target)


def _parts(question: Question, language: str) -> Iterator[tuple[str, Target]]:
    """What stands behind the question in a head: a choice that can be ticked, a place in an order."""
    if question.kind == "select_multiple":
        for choice in question.choices:
            words = choice.labels.get(language, "") if language else choice.name
            # Signs alone (such as "<" and ">") would make two choices one, so the name is the way back.
            if fold_words(words):
                yield fold_words(words), Target(question.name, choice.name)
    if question.kind == "rank":
        for place in range(1, len(question.choices) + 1):
            yield str(place), Target(question.name, place=place)
            yield f"rank/{place}", Target(question.name, place=place)


def map_heads(
    index: HeadIndex,
    heads: Sequence[str],
    leave: Iterable[int] = (),
    *,
    second: Sequence[str] = (),
    codes: bool = False,
) -> Mapped:
    """The question of each column.

    Parameters
    ----------
    heads
        As they stand in the export.
    leave
        Columns of the tool itself.
    second
        Another name of each column.
    codes
        Whether heads may shorten names, as LimeSurvey and statistics programs want it.
    """
    left = set(leave)
    columns = [at for at, head in enumerate(heads) if at not in left and head.strip()]
    keys = [fold_words(head) for head in heads]
    by_label = sum(keys[at] in index.labels for at in columns) > sum(
        keys[at] in index.names for at in columns
    )
    known: dict[int, tuple[str, list[Target]]] = {}
    for at in columns:
        known[at] = index.find(heads[at], not by_label)
        if not known[at][1] and at < len(second) and second[at]:
            known[at] = index.find(second[at], False)
        if not known[at][1] and codes:
            known[at] = keys[at], index.guess(heads[at])
        if not known[at][1]:
            known[at] = keys[at], index.find_longer(heads[at])
    mapped, unclear = _resolve(index, heads, known)
    return Mapped(mapped, unclear, by_label, _find_language(index, keys, columns, by_label))


def _resolve(
    index: HeadIndex, heads: Sequence[str], known: Mapping[int, tuple[str, list[Target]]]
) -> tuple[dict[Target, tuple[int, ...]], dict[int, tuple[Target, ...]]]:
    """One target a column: equal heads by their order, else by the questions beside them."""
    sure: dict[int, Target] = {}
    same: dict[tuple[str, tuple[Target, ...]], list[int]] = defaultdict(list)
    for at, (key, targets) in known.items():
        if targets:
            same[key, tuple(targets)].append(at)
    for (_, possible), columns in same.items():
        sure |= _match_in_order(possible, columns, heads)
    unclear: dict[int, tuple[Target, ...]] = {}
    for at in known:
        if at in sure:
            continue
        between = _keep_between(index, at, known[at][1], sure)
        if len(between) == 1:
            sure[at] = between[0]
        else:
            unclear[at] = tuple(between or known[at][1])
    mapped: dict[Target, tuple[int, ...]] = {}
    for at, target in sorted(sure.items()):
        mapped[target] = (*mapped.get(target, ()), at)
    return mapped, unclear


def _match_in_order(
    targets: Sequence[Target], columns: Sequence[int], heads: Sequence[str]
) -> dict[int, Target]:
    if len(targets) == len(columns):
        return dict(zip(columns, targets, strict=True))
    if len(targets) == 1:
        # Two columns of one question (a form that was changed) are put together; one with another number is not it.
        first = fold_words(heads[columns[0]])
        return {at: targets[0] for at in columns if fold_words(heads[at]) == first}
    return {}


def _keep_between(
    index: HeadIndex, at: int, targets: Sequence[Target], sure: Mapping[int, Target]
) -> list[Target]:
    """Those that stand between the questions of the columns beside it, and have no column yet."""
    taken = set(sure.values())
    before = max((other for other in sure if other < at), default=None)
    after = min((other for other in sure if other > at), default=None)
    low = -1 if before is None else index.position[sure[before].question]
    high = len(index.position) if after is None else index.position[sure[after].question]
    return [
        target
        for target in targets
        if low <= index.position[target.question] <= high and target not in taken
    ]


def _find_language(
    index: HeadIndex, keys: Sequence[str], columns: Sequence[int], by_label: bool
) -> str:
    """The language that most heads are in; empty if names stand there, or two have as many."""
    if not by_label:
        return ""
    counts = {
        language: sum(language in index.spoken.get(keys[at], ()) for at in columns)
        for language in index.questionnaire.languages
    }
    best = max(counts.values(), default=0)
    leading = [language for language, count in counts.items() if count == best]
    return leading[0] if len(leading) == 1 else ""
