"""An independent ruler: the value of a step's text at a random point, in mpmath.

It shares no code with the checker. Derivatives are difference quotients, abstract functions
are random smooth functions with the declared range, families are random tables, and a limit
is the value very close to its point.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Callable, Mapping
from typing import Any

import mpmath
from mpmath import mpf

DIGITS = 60
NEAR = mpf(10) ** -40
FAR = mpf(10) ** 40


class Undefined(Exception):
    """The text has no real value at this point."""


class Point:
    """A random member of a step's domain: numbers, tables and functions by name."""

    def __init__(self, step: Mapping[str, Any], seed: int, fixed: Mapping[str, str]) -> None:
        self.step = step
        self.random = random.Random(seed)
        self.seed = seed
        self.fixed = fixed
        self.scalars: dict[str, mpf] = {}
        self.tables: dict[tuple[str, tuple[int, ...]], mpf] = {}
        self.functions: dict[str, Callable[..., mpf]] = {}

    def scalar(self, name: str) -> mpf:
        if name not in self.scalars:
            if name in self.fixed:
                self.scalars[name] = evaluate(self.fixed[name], self)
            else:
                self.scalars[name] = self.draw(self.step["variables"].get(name, "real"))
        return self.scalars[name]

    def entry(self, family: str, index: tuple[int, ...]) -> mpf:
        key = (family, index)
        if key not in self.tables:
            self.tables[key] = self.draw(self.step["variables"].get(family, "real"))
        return self.tables[key]

    def function(self, name: str) -> Callable[..., mpf]:
        if name not in self.functions:
            target = self.step.get("functions", {}).get(name)
            if target is None:
                raise KeyError(f"{name} is neither known nor declared")
            self.functions[name] = self._smooth(target)
        return self.functions[name]

    def draw(self, domain: str) -> mpf:
        pick = self.random
        number = mpf(pick.choice((pick.randint(-4, 4), pick.randint(-40, 40),
                                  pick.randint(-30, 30)))) / pick.choice((1, 2, 3, 7, 16))
        match domain:
            case "real" | "rational":
                return number
            case "positive":
                return abs(number) or mpf(1) / 3
            case "negative":
                return -abs(number) or mpf(-1)
            case "nonnegative":
                return abs(number)
            case "nonzero":
                return number or mpf(2)
            case "integer":
                return mpf(pick.randint(-3, 7))
            case "positive_integer":
                return mpf(pick.randint(1, 7))
            case "nonnegative_integer":
                return mpf(pick.randint(0, 6))
        if domain.startswith("interval:"):
            low, high = (mpf(ast.literal_eval(end)) for end in domain[9:].split(","))
            return low + (high - low) * mpf(pick.randint(1, 99)) / 100
        if domain.startswith("{"):
            return mpf(pick.choice(domain[1:-1].split(",")))
        raise KeyError(f"no such domain: {domain}")

    def _smooth(self, target: str) -> Callable[..., mpf]:
        a, b, c, d = (mpf(self.random.randint(-9, 9) or 5) / 10 for _ in range(4))

        def wave(*x: mpf) -> mpf:
            t = sum((x[k] * (k + 1) for k in range(len(x))), mpf(0))
            return a + b * t + c * mpmath.sin(t + d) + d * mpmath.cos(3 * x[-1]) * x[0] / 5

        if target == "real":
            return wave
        if target == "positive":
            return lambda *x: mpmath.exp(mpmath.sin(wave(*x)))
        low, high = (mpf(end) for end in target.strip("()").split(","))
        return lambda *x: low + (high - low) * (2 + mpmath.sin(wave(*x))) / 4

    def satisfies(self) -> bool:
        """Whether every hypothesis holds here."""
        try:
            return all(evaluate(text, self) for text in self.step.get("conditions", ()))
        except Undefined:
            return False


def evaluate(text: str, point: Point, digits: int = DIGITS) -> Any:
    """The value of a side or of a condition; `Undefined` where it has none."""
    with mpmath.workdps(digits):
        return _Value(point).of(ast.parse(text.strip(), mode="eval").body, {})


Bound = dict[str, mpf]


class _Value:
    def __init__(self, point: Point) -> None:
        self.point = point
        self.moved: dict[tuple[str, tuple[int, ...]], mpf] = {}

    def of(self, node: ast.expr, bound: Bound) -> Any:
        match node:
            case ast.Constant(value=bool() as truth):
                return truth
            case ast.Constant(value=int() as number):
                return mpf(number)
            case ast.Constant(value=float() as number):
                return mpf(repr(number))
            case ast.Name(id=name):
                return self.name(name, bound)
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return -self.of(inner, bound)
            case ast.BinOp(left=left, op=op, right=right):
                return self.binary(op, self.of(left, bound), self.of(right, bound))
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return _compare(type(op).__name__, self.of(left, bound), self.of(right, bound))
            case ast.Subscript(value=ast.Name(id=family), slice=index):
                place = self.index(index, bound)
                moved = self.moved.get((family, place))
                return self.point.entry(family, place) if moved is None else moved
            case ast.Call(func=ast.Name(id=name), args=args):
                special = getattr(self, f"_{name}", None)
                if special is not None:
                    return special(args, bound)
                values = [self.of(arg, bound) for arg in args]
                if name in _FUNCTIONS:
                    return _real(_FUNCTIONS[name](*values))
                return self.point.function(name)(*values)
        raise KeyError(f"the ruler does not know {ast.unparse(node)}")

    def name(self, name: str, bound: Bound) -> mpf:
        if name in bound:
            return bound[name]
        constants = {"pi": mpmath.pi, "E": mpmath.e, "oo": mpf("inf")}
        return +constants[name] if name in constants else self.point.scalar(name)

    def index(self, node: ast.expr, bound: Bound) -> tuple[int, ...]:
        parts = node.elts if isinstance(node, ast.Tuple) else [node]
        values = [self.of(part, bound) for part in parts]
        if any(value != int(value) for value in values):
            raise Undefined("an index that is not whole")
        return tuple(map(int, values))

    def binary(self, op: ast.operator, a: mpf, b: mpf) -> mpf:
        match op:
            case ast.Add():
                return a + b
            case ast.Sub():
                return a - b
            case ast.Mult():
                return a * b
            case ast.Div():
                if b == 0:
                    raise Undefined("division by zero")
                return a / b
            case ast.Pow():
                return _power(a, b)
        raise KeyError(type(op).__name__)

    # --- what binds names ---------------------------------------------------------------------

    def _Derivative(self, args: list[ast.expr], bound: Bound) -> mpf:
        body, variable = args[0], args[1]
        order = int(self.of(args[2], bound)) if len(args) > 2 else 1
        if isinstance(variable, ast.Name):
            start = self.name(variable.id, bound)

            def function(t: mpf) -> mpf:
                return self.of(body, {**bound, variable.id: t})
        else:
            assert isinstance(variable, ast.Subscript) and isinstance(variable.value, ast.Name)
            key = (variable.value.id, self.index(variable.slice, bound))
            start = self.moved[key] if key in self.moved else self.point.entry(*key)

            def function(t: mpf) -> mpf:
                before = self.moved.copy()
                self.moved[key] = t
                try:
                    return self.of(body, bound)
                finally:
                    self.moved = before
        function(start)
        return mpmath.diff(function, start, order)

    def _Subs(self, args: list[ast.expr], bound: Bound) -> mpf:
        body, variable, value = args
        assert isinstance(variable, ast.Name)
        return self.of(body, {**bound, variable.id: self.of(value, bound)})

    def _Sum(self, args: list[ast.expr], bound: Bound) -> mpf:
        assert isinstance(args[1], ast.Tuple) and isinstance(args[1].elts[0], ast.Name)
        name = args[1].elts[0].id
        low, high = (self.of(end, bound) for end in args[1].elts[1:])
        if low != int(low) or high != int(high) or high < low - 1:
            raise Undefined("a range")
        return mpmath.fsum(self.of(args[0], {**bound, name: mpf(k)})
                           for k in range(int(low), int(high) + 1))

    def _Limit(self, args: list[ast.expr], bound: Bound) -> mpf:
        assert isinstance(args[1], ast.Name)
        target = self.of(args[2], bound)
        side = ast.literal_eval(args[3]) if len(args) > 3 else "+"
        near = {"+": [target + NEAR], "-": [target - NEAR], "+-": [target - NEAR, target + NEAR]}
        places = near[side] if mpmath.isfinite(target) else [FAR * mpmath.sign(target)]
        values = [self.of(args[0], {**bound, args[1].id: t}) for t in places]
        if abs(values[0] - values[-1]) > mpf(10) ** -30:
            raise Undefined("two one-sided limits")
        return values[0]

    def _Piecewise(self, args: list[ast.expr], bound: Bound) -> mpf:
        for branch in args:
            assert isinstance(branch, ast.Tuple)
            if self.of(branch.elts[1], bound):
                return self.of(branch.elts[0], bound)
        raise Undefined("no case applies")


def _compare(op: str, a: mpf, b: mpf) -> bool:
    return {"Eq": a == b, "NotEq": a != b, "Lt": a < b, "LtE": a <= b, "Gt": a > b,
            "GtE": a >= b}[op]


def _real(value: Any) -> Any:
    if isinstance(value, mpmath.mpc) or (isinstance(value, mpf) and not mpmath.isfinite(value)):
        raise Undefined("not a real number")
    return value


def _power(a: mpf, b: mpf) -> mpf:
    if b == int(b):
        if a == 0 and b < 0:
            raise Undefined("division by zero")
        return a ** int(b)
    if a < 0 or (a == 0 and b < 0):
        raise Undefined("a power of a negative number")
    return a ** b


def _needs(holds: Callable[[mpf], bool], function: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(x: mpf, *more: mpf) -> Any:
        if not holds(x):
            raise Undefined(f"outside of the domain: {x}")
        return function(x, *more)
    return guarded


def _inverse(function: Callable[[mpf], mpf]) -> Callable[[mpf], mpf]:
    return _needs(lambda x: function(x) != 0, lambda x: 1 / function(x))


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{name: getattr(mpmath, name) for name in
       "exp sin cos tan atan sinh cosh tanh sech asinh sign".split()},
    "log": _needs(lambda x: x > 0, mpmath.log), "sqrt": _needs(lambda x: x >= 0, mpmath.sqrt),
    "cot": _inverse(mpmath.tan), "sec": _inverse(mpmath.cos), "csc": _inverse(mpmath.sin),
    "coth": _inverse(mpmath.tanh), "csch": _inverse(mpmath.sinh),
    "asin": _needs(lambda x: abs(x) <= 1, mpmath.asin),
    "acos": _needs(lambda x: abs(x) <= 1, mpmath.acos),
    "acosh": _needs(lambda x: x >= 1, mpmath.acosh),
    "atanh": _needs(lambda x: abs(x) < 1, mpmath.atanh),
    "gamma": _needs(lambda x: x > 0, mpmath.gamma),
    "factorial": _needs(lambda x: x >= 0 and x == int(x), mpmath.factorial),
    "Abs": abs, "Max": max, "Min": min,
    "KroneckerDelta": lambda i, j: mpf(i == j),
    "Eq": lambda a, b: a == b, "Ne": lambda a, b: a != b,
    "And": lambda *c: all(c), "Or": lambda *c: any(c), "Not": lambda c: not c,
}
