"""What may be set from outside, read out of the settings themselves: each variable with its default and the words above it.

Only a statement that reads the environment counts, and the comment right above it. Statements that follow without a blank
line or a comment in between share theirs.
"""

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from newsroom import environment

SETTINGS = Path(__file__).parent / "settings.py"
BEGINNING = """# Settings

All that may be set from outside, by variables of the environment. None is needed for the demo; what production needs says so.
A value out of range stops the process and names its variable. This page is made by `manage.py settings_reference`.
"""


@dataclass(frozen=True)
class Variable:
    """`default` is as the settings write it, empty where there is none."""

    name: str
    kind: str
    default: str


@dataclass
class Entry:
    """Variables that one comment explains."""

    meaning: str
    variables: list[Variable]


@dataclass
class Chapter:
    title: str
    entries: list[Entry]


def chapters(source: str | None = None) -> list[Chapter]:
    """The variables in the order of the settings, under their headings."""
    text = SETTINGS.read_text(encoding="utf-8") if source is None else source
    lines = text.splitlines()
    found, last_end, known = [Chapter("The process", [])], -1, set[str]()
    headings = iter([(n, line.strip("#- ")) for n, line in enumerate(lines, 1) if line.startswith("# --- ")])
    heading = next(headings, None)
    for statement in _statements(ast.parse(text)):
        while heading and heading[0] < statement.lineno:
            found.append(Chapter(heading[1], []))
            heading = next(headings, None)
        variables = [one for one in _variables(statement).values() if one.name not in known]
        if not variables:
            continue
        known |= {one.name for one in variables}
        meaning = _above(lines, statement.lineno)
        if meaning or last_end != statement.lineno - 1 or not found[-1].entries:
            found[-1].entries.append(Entry(meaning, []))
        found[-1].entries[-1].variables += variables
        last_end = statement.end_lineno or 0
    return [chapter for chapter in found if chapter.entries]


def _statements(tree: ast.Module) -> Iterator[ast.stmt]:
    """Those that may read the environment: at the top, and in its branches."""
    for statement in tree.body:
        if isinstance(statement, ast.If):
            yield ast.copy_location(ast.Expr(statement.test), statement)
            yield from _statements(ast.Module([*statement.body, *statement.orelse], []))
        elif not isinstance(statement, ast.FunctionDef):
            yield statement


def _variables(statement: ast.stmt) -> dict[str, Variable]:
    """What a statement reads, by name."""
    found: dict[str, Variable] = {}
    calls = [one for one in ast.walk(statement) if isinstance(one, ast.Call) and one.args]
    for call in sorted(calls, key=lambda one: (one.lineno, one.col_offset)):
        name = one.value if isinstance(one := call.args[0], ast.Constant) else None
        if isinstance(name, str) and name.isupper() and (kind := _kind(call)) is not None:
            found.setdefault(name, Variable(name, kind, _default(call)))
    return found


def _kind(call: ast.Call) -> str | None:
    """What the variable may be; nothing if the call reads no variable."""
    if isinstance(call.func, ast.Attribute):
        return "text" if isinstance(call.func.value, ast.Name) and call.func.value.id == "env" else None
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name == "_required":
        return "text, needed in production"
    if name == "choice":
        return " or ".join(f"`{one}`" for one in ast.literal_eval(call.args[2]))
    if name == "flag":
        return "`1` or `0`"
    if name == "whole":
        return f"a whole number from {_written(call.args[2])} to {_written(call.args[3])}"
    reader = getattr(environment, name, None)
    # Some only look at what another has read.
    if reader is None or inspect.signature(reader).return_annotation is None:
        return None
    said = (inspect.getdoc(reader) or "text").split(". ")[0].splitlines()[0].rstrip(".")
    return said[0].lower() + said[1:] if said[1:2].islower() or said[1:2] == " " else said


def _default(call: ast.Call) -> str:
    given = [word.value for word in call.keywords if word.arg == "default"] or call.args[1:2]
    return _written(given[0]) if given else ""


def _written(value: ast.expr) -> str:
    """As an operator would write it, if it is as plain as that; else as the settings have it."""
    if isinstance(value, ast.Constant):
        return str(int(value.value)) if isinstance(value.value, bool) else str(value.value)
    if isinstance(value, ast.JoinedStr):
        parts = (
            f"{{{ast.unparse(one.value)}}}" if isinstance(one, ast.FormattedValue) else _written(one)
            for one in value.values
        )
        return "".join(parts)
    if isinstance(value, ast.IfExp) and isinstance(value.test, ast.Name) and value.test.id == "PRODUCTION":
        return f"{_written(value.body)}` in production, else `{_written(value.orelse)}"
    return ast.unparse(value)


def _above(lines: list[str], number: int) -> str:
    """The comment that ends right above that line."""
    found: list[str] = []
    for line in reversed(lines[: number - 1]):
        if not (text := line.strip()).startswith("#") or text.startswith("# ---"):
            break
        found.append(text.lstrip("# "))
    return " ".join(reversed(found))


def markdown() -> str:
    """The page of the documentation."""
    parts = [BEGINNING]
    for chapter in chapters():
        parts.append(f"## {chapter.title}\n")
        for entry in chapter.entries:
            parts += [_line(variable) for variable in entry.variables]
            parts.append(f"  {entry.meaning}\n")
    return "\n".join(parts)


def _line(variable: Variable) -> str:
    default = f"; `{variable.default}`" if variable.default else ""
    return f"- **`{variable.name}`** ({variable.kind}{default})"
