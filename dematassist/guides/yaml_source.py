"""YAML as authors write it: plain values, with the line of each, and nothing surprising.

Anchors, aliases, tags and repeated keys are refused: an author who meets them has made a slip, and a
hostile file gains nothing. PyYAML is imported on use: no start reads YAML.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dematassist.i18n import _

if TYPE_CHECKING:
    import yaml

LARGEST_BYTES = 256 * 1024
DEEPEST_LEVEL = 20

Lines = dict[tuple[str, ...], int]
"""The line (from 1) of every field, by its path from the top."""

_FALSE_INDENT = re.compile(r"^[ \t]*[\u00a0\u202f\t][\s\u00a0\u202f]*(?=\S)", re.MULTILINE)


class Document(NamedTuple):
    """The values of a file and the line of each."""

    values: object
    lines: Lines


class YamlProblem(Exception):  # noqa: N818 -- a problem of the author, not of the program
    """The file is not YAML we read: ``what`` is wrong, at ``line``, and what to ``write``."""

    def __init__(self, line: int, what: str, write: str) -> None:
        super().__init__(what)
        self.line, self.what, self.write = line, what, write


def line_of(lines: Lines, path: tuple[str, ...]) -> int:
    """Return the line of a field, or of the nearest field above it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def parse(content: bytes) -> Document:
    """Return the document. Raises ``YamlProblem``, and nothing else, whatever the bytes."""
    if len(content) > LARGEST_BYTES:
        raise YamlProblem(
            1,
            _("The file is too large."),
            _("Keep it under {size} KB.").format(size=LARGEST_BYTES // 1024),
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise YamlProblem(line, _("A letter cannot be read."), _("Save the file as UTF-8.")) from error
    if indent := _FALSE_INDENT.search(text):
        raise YamlProblem(
            text.count("\n", 0, indent.start()) + 1,
            _("This line begins with a tab or a no-break space."),
            _("Begin it with ordinary spaces, two for each level."),
        )
    return _read(text)


def _read(text: str) -> Document:
    import yaml

    # The parser in C is fifteen times faster; the one in Python names the character that is wrong.
    fast = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _refuse_surprises(text, fast)
        node = yaml.compose(text, Loader=fast)
    except yaml.YAMLError as error:
        raise _explained(text, error) from error
    if node is None:
        raise YamlProblem(1, _("The file is empty."), _("Start again from another file of the same kind."))
    lines: Lines = {(): 1}
    return Document(_value(node, (), lines, yaml.SafeLoader("")), lines)


def _refuse_surprises(text: str, loader: type[yaml.SafeLoader]) -> None:
    """Refuse anchors, aliases and nesting without end, before anything is built from the text."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=loader):
        mark = event.start_mark
        line = mark.line + 1 if mark else 1
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST_LEVEL:
            raise _nested_too_deeply(line)
        if getattr(event, "anchor", None):
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            raise YamlProblem(
                line,
                _("A value begins with the sign {sign}, which has a meaning of its own here.").format(
                    sign=sign
                ),
                _("Put the whole value between double quotes."),
            )


def _nested_too_deeply(line: int) -> YamlProblem:
    return YamlProblem(
        line,
        _("The file is nested too deeply."),
        _("Check the brackets of this line and the spaces at its beginning."),
    )


def _explained(text: str, error: yaml.YAMLError) -> YamlProblem:
    """Say what is wrong in words an author knows. PyYAML's own words are for programmers."""
    import yaml

    try:
        yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as slow:
        line = text.count("\n", 0, slow.position) + 1
        return YamlProblem(
            line, _("A character of this line cannot be seen."), _("Take it away, or write the line again.")
        )
    except yaml.YAMLError as slow:
        error = slow
    except RecursionError:
        # Some versions of the parser in C stop at a depth of their own, before ours is counted.
        mark = getattr(error, "problem_mark", None)
        return _nested_too_deeply(mark.line + 1 if mark else 1)
    said = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    begun, met = (
        mark.line + 1 if mark else 1
        for mark in (getattr(error, "context_mark", None), getattr(error, "problem_mark", None))
    )
    for slip in _slips():
        if slip.said in said:
            return YamlProblem(begun if slip.is_where_it_began else met, slip.what, slip.write)
    return YamlProblem(
        met, _("This line cannot be read."), _("Check the spaces at its beginning, the colon and the quotes.")
    )


class _Slip(NamedTuple):
    """What PyYAML says, whether the line to show is where the trouble began, and our words."""

    said: str
    is_where_it_began: bool
    what: str
    write: str


def _slips() -> tuple[_Slip, ...]:
    sign = _("A value begins with a sign that has a meaning of its own here.")
    quotes = _("Put the whole value between double quotes.")
    return (
        _Slip(
            "unknown escape character",
            False,
            _("The sign \\ has a meaning of its own between double quotes."),
            _("Use single quotes, or take the sign away."),
        ),
        _Slip(
            "quoted scalar",
            True,
            _("A quote is opened on this line and never closed."),
            _("Close it, or put the whole value between double quotes."),
        ),
        _Slip(
            "mapping values are not allowed",
            False,
            _("There is one colon too many on this line, or too many spaces before it."),
            _("Put the value between double quotes, or begin the line under its neighbours."),
        ),
        _Slip(
            "could not find expected ':'",
            True,
            _("This line has no colon."),
            _("Write: name, colon, space, value. Put a long text between double quotes."),
        ),
        _Slip(
            "parsing a flow",
            True,
            _("A list or a group is opened on this line and never closed."),
            _("Close it with ] or }, with commas between its values."),
        ),
        _Slip("cannot start any token", False, sign, quotes),
        _Slip("scanning a block scalar", False, sign, quotes),
        _Slip("scanning an a", False, sign, quotes),
        _Slip(
            "parsing a block",
            False,
            _("This line does not begin under its neighbours, or something follows a closed quote."),
            _("Begin it with as many spaces as its neighbours."),
        ),
        _Slip(
            "another document",
            False,
            _("A line of dashes cuts the file in two."),
            _("Take the line --- away: one file holds one thing."),
        ),
    )


def _value(node: yaml.Node, path: tuple[str, ...], lines: Lines, constructor: yaml.SafeLoader) -> object:
    import yaml

    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if isinstance(node, yaml.MappingNode):
        values: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
            key_line = key_node.start_mark.line + 1
            if not key:
                raise YamlProblem(key_line, _("This field has no name."), _("Write a name, then a colon."))
            if key in values:
                raise YamlProblem(
                    key_line,
                    _("The field “{field}” is written twice.").format(field=key),
                    _("Keep one of the two, or give one another name."),
                )
            below = (*path, key)
            lines[below] = key_line
            values[key] = _value(value_node, below, lines, constructor)
        return values
    if isinstance(node, yaml.SequenceNode):
        return [
            _value(child, (*path, str(index)), lines, constructor) for index, child in enumerate(node.value)
        ]
    if not node.tag.startswith("tag:yaml.org,2002:"):
        raise YamlProblem(
            line,
            _("A value begins with the sign {sign}, which has a meaning of its own here.").format(sign="!"),
            _("Put the whole value between double quotes."),
        )
    try:
        return constructor.construct_object(node)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise YamlProblem(
            line,
            _("“{value}” cannot be read.").format(value=node.value[:60]),
            _("If it is a day, write one that exists. If not, put it between double quotes."),
        ) from error
