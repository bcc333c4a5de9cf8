"""YAML as authors write it: plain values, with the line of each, and nothing surprising.

Anchors, aliases, tags and repeated keys are refused: an author who meets them has made a slip, and a
hostile file gains nothing. PyYAML is imported on use: no start reads YAML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import yaml

LARGEST_BYTES = 256 * 1024

Lines = dict[tuple[str, ...], int]
"""The line (from 1) of every field, by its path from the top."""


class Document(NamedTuple):
    """The values of a file and the line of each."""

    values: object
    lines: Lines


class YamlProblem(Exception):  # noqa: N818 -- a problem of the author, not of the program
    """The file is not YAML we read: ``what`` is wrong, at ``line``, and what to ``write``."""

    def __init__(self, line: int, what: str, write: str) -> None:
        super().__init__(what)
        self.line, self.what, self.write = line, what, write


def parse(content: bytes) -> Document:
    """Return the document. Raises ``YamlProblem``, and nothing else, whatever the bytes."""
    import yaml

    from dematassist.i18n import _

    if len(content) > LARGEST_BYTES:
        raise YamlProblem(1, _("The file is too large."), _("Keep it under 256 KB."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise YamlProblem(line, _("A letter cannot be read."), _("Save the file as UTF-8.")) from error
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise YamlProblem(
            line,
            _("This is not valid YAML: {problem}.").format(problem=getattr(error, "problem", None) or "?"),
            _("Check the spaces at the beginning of the line, the colons and the quotes."),
        ) from error
    except (ValueError, RecursionError, TypeError) as error:
        raise YamlProblem(1, _("This is not valid YAML."), _("Start from another guide.")) from error
    lines: Lines = {(): 1}
    if node is None:
        raise YamlProblem(1, _("The file is empty."), _("Start from another guide."))
    constructor = yaml.SafeLoader("")
    try:
        return Document(_value(node, (), lines, constructor, set()), lines)
    except RecursionError as error:
        raise YamlProblem(1, _("The file is nested too deeply."), _("Start from another guide.")) from error


def _value(
    node: yaml.Node, path: tuple[str, ...], lines: Lines, constructor: yaml.SafeLoader, seen: set[int]
) -> object:
    import yaml

    from dematassist.i18n import _

    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if id(node) in seen and not isinstance(node, yaml.ScalarNode):
        raise YamlProblem(line, _("An alias is used here."), _("Write the values again."))
    seen.add(id(node))
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
                    _("Keep one of the two."),
                )
            below = (*path, key)
            lines[below] = key_line
            values[key] = _value(value_node, below, lines, constructor, seen)
        return values
    if isinstance(node, yaml.SequenceNode):
        return [
            _value(child, (*path, str(index)), lines, constructor, seen)
            for index, child in enumerate(node.value)
        ]
    if not node.tag.startswith("tag:yaml.org,2002:"):
        raise YamlProblem(line, _("A tag is used here."), _("Write a plain value."))
    try:
        return constructor.construct_object(node)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise YamlProblem(line, _("This value cannot be read."), _("Put it between quotes.")) from error
