"""Arithmetic that people write in YAML: numbers, names and a few functions; nothing that could do harm or not end."""

import ast
import math
import warnings
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Annotated, Any

from pydantic import Field, PlainValidator, StringConstraints, WithJsonSchema
from simpleeval import InvalidExpression, SimpleEval

from bot.core.errors import ScreeningError

LONGEST = 200

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
"""What a value is called: lower case, digits and underscores, as in "params_b"."""

Formula = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]
"""A calculation with + - * / **, brackets, and min, max, round, sqrt, log2, ceil and floor."""


def _figure(value: Any) -> float | str:
    if isinstance(value, str) and 0 < len(value.strip()) <= LONGEST:
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    raise ValueError(f"a figure is a number or a calculation of at most {LONGEST} characters")


Figure = Annotated[
    float | str, PlainValidator(_figure), WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}]})
]
"""A number, or a calculation that gives one: 900, "gpus * 2"."""

Tolerance = Annotated[float, Field(ge=0, lt=1)]


class FormulaError(ScreeningError):
    """A calculation cannot be made: it names what is unknown, is no arithmetic, or has no finite result."""


def _power(base: float, exponent: float) -> float:
    # With floats: whole numbers could grow until memory ends.
    return math.pow(base, exponent)


OPERATORS: Mapping[type[ast.AST], Callable[..., Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: _power,
    ast.USub: lambda a: -a,
    ast.UAdd: lambda a: a,
}
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "min": min,
    "max": max,
    "round": round,
    "sqrt": math.sqrt,
    "log2": math.log2,
    "ceil": math.ceil,
    "floor": math.floor,
}
NODES = (ast.Name, ast.UnaryOp, ast.BinOp, ast.Call, ast.Constant)


def value_of(figure: float | str, values: Mapping[str, float]) -> float:
    """Return a figure's number, calculated with `values` by name; raises FormulaError."""
    if not isinstance(figure, str):
        return float(figure)
    tree = _parsed(figure)
    if unknown := names_in(figure) - values.keys():
        raise FormulaError(f'"{figure}" names {", ".join(sorted(unknown))}, which has no value')
    evaluator = SimpleEval(dict(OPERATORS), dict(FUNCTIONS), dict(values))
    evaluator.nodes = {kind: evaluator.nodes[kind] for kind in NODES}
    try:
        result = evaluator.eval(figure, previously_parsed=tree)
    except ZeroDivisionError as fault:
        raise FormulaError(f'"{figure}" divides by zero') from fault
    except (InvalidExpression, ArithmeticError, ValueError, TypeError) as fault:
        raise FormulaError(f'"{figure}" cannot be calculated ({fault})') from fault
    if isinstance(result, bool) or not isinstance(result, int | float) or not math.isfinite(result):
        raise FormulaError(f'"{figure}" gives no finite number')
    return float(result)


@lru_cache(maxsize=4096)
def names_in(figure: float | str) -> frozenset[str]:
    """Return the names that a figure is calculated from; raises FormulaError if it is no calculation."""
    if not isinstance(figure, str):
        return frozenset()
    called = {id(node.func) for node in ast.walk(_parsed(figure)) if isinstance(node, ast.Call)}
    return frozenset(n.id for n in ast.walk(_parsed(figure)) if isinstance(n, ast.Name) and id(n) not in called)


@lru_cache(maxsize=4096)
def _parsed(figure: str) -> ast.expr:
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(figure.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as fault:
        raise FormulaError(f'"{figure}" is no calculation') from fault
    for node in ast.walk(tree):
        harmless = isinstance(node, (*NODES, ast.operator, ast.unaryop, ast.Load))
        if not harmless or (isinstance(node, ast.Constant) and type(node.value) not in (int, float)):
            raise FormulaError(f'"{figure}" is no calculation: only numbers, names, + - * / ** and {_functions()}')
        if isinstance(node, ast.operator | ast.unaryop) and type(node) not in OPERATORS:
            raise FormulaError(f'"{figure}" is no calculation: only + - * / ** are known')
        if isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS):
            raise FormulaError(f'"{figure}" calls something unknown: only {_functions()} are known')
    return tree


def _functions() -> str:
    *rest, last = FUNCTIONS
    return f"{', '.join(rest)} and {last}"
