"""The true and the false claims of the ledger of the five notes, as SymPy claims.

Every record names its note, the lines, the claim, what the checker must say of it, and,
where the ledger names one, a part of the hint.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sympy import Eq, Limit, Piecewise, Rational, S, Sum, exp, log, oo

from checker.language.claim import Claim
from checker.reader.authoring import (
    D,
    Draft,
    deriving,
    frac,
    open_interval,
    power,
    prime,
)


@dataclass(frozen=True, slots=True)
class Record:
    """One claim of the ledger and the verdict it must get."""

    note: str
    lines: str
    claim: Claim
    verdict: str
    hint: str = ""


RECORDS: Final[list[Record]] = []


@contextmanager
def ledger(note: str, lines: str, verdict: str = "proved", hint: str = "") -> Iterator[Draft]:
    with deriving(f"{note}-{lines}", f"Note {note}, lines {lines}") as d:
        yield d
    RECORDS.extend(Record(note, lines, claim, verdict, hint) for claim in d.finish().claims)


# --- 000: logarithms ---------------------------------------------------------------------------

with ledger("000", "-") as d:
    x, b = d.positive("x"), d.between("b", 1, None)
    h = d.function("h", range=open_interval(0, None))
    a = d.between("a", 0, 1)
    d.chain(D(log(x), x), 1/x)
    d.chain(D(log(x)/log(b), x), 1/(x*log(b)))
    d.chain(D(log(h(x)), x), D(h(x), x)/h(x))
    d.chain(D(log(1 - a), a), -1/(1 - a))

# --- 001: the graph of two features ------------------------------------------------------------


@contextmanager
def graph(lines: str) -> Iterator[Any]:
    with ledger("001", lines) as d:
        w, x, b, y, t = d.real("w_1 w_2"), d.real("x_1 x_2"), *d.real("b y t")
        sigma = d.define("sigma(t)", 1/(1 + exp(-t)))
        z = d.define("z", w[0]*x[0] + w[1]*x[1] + b)
        a = d.define("a", sigma(z))
        L = d.define("L", -(y*log(a) + (1 - y)*log(1 - a)))
        yield d, w, x, b, y, z, a, L


with graph("40") as (d, w, x, b, y, z, a, L):
    da = d.define("da", D(L, a))
    d.chain(da, D(L, a), -y/a + (1 - y)/(1 - a))

with graph("47") as (d, w, x, b, y, z, a, L):
    d.chain(D(a, z), a*(1 - a))

with graph("53") as (d, w, x, b, y, z, a, L):
    dz = d.define("dz", D(L, z))
    d.chain(dz, D(L, z), D(L, a)*D(a, z), a - y)

with graph("60-61,68") as (d, w, x, b, y, z, a, L):
    dz = d.define("dz", D(L, z))
    dw_1, dw_2 = d.define("dw_1", D(L, w[0])), d.define("dw_2", D(L, w[1]))
    db = d.define("db", D(L, b))
    d.chain(dw_1, x[0]*dz)
    d.chain(dw_2, x[1]*dz)
    d.chain(db, dz)

# --- 002: the mean over m samples, and a layer of outputs --------------------------------------

with ledger("002", "29") as d:
    x = d.real("x")
    sigma = d.define("sigma(x)", 1/(1 + exp(-x)))
    d.chain(Limit(sigma(x), x, oo), 1)
    d.chain(Limit(sigma(x), x, 0, "+-"), Rational(1, 2))
    d.chain(Limit(sigma(x), x, -oo), 0)

with ledger("002", "260-271") as d:
    y, a = d.among("y", 0, 1), d.between("a", 0, 1)
    d.chain(Piecewise((-log(a), Eq(y, 1)), (-log(1 - a), Eq(y, 0))),
            -y*log(a) - (1 - y)*log(1 - a))


@contextmanager
def mean(lines: str) -> Iterator[Any]:
    with ledger("002", lines) as d:
        m, n = d.natural("m n")
        j = d.index("j", 1, n)
        i, k = d.index("i k")
        x, y, w = d.family("x y w")
        t = d.real("t")
        sigma = d.define("sigma(t)", 1/(1 + exp(-t)))
        z = d.define("z[i]", Sum(w[k]*x[k, i], (k, 1, n)))
        yield d, m, j, i, x, y, w, sigma, z


with mean("363-369") as (d, m, j, i, x, y, w, sigma, z):
    a = d.define("a[i]", sigma(z[i]))
    J = d.define("J", -1/m*Sum(y[i]*log(a[i]) + (1 - y[i])*log(1 - a[i]), (i, 1, m)))
    s, over = sigma(z[i]), (i, 1, m)
    d.chain(
        D(J, w[j]),
        D(-1/m*Sum(y[i]*log(a[i]) + (1 - y[i])*log(1 - a[i]), over), w[j]),
        D(-1/m*Sum(y[i]*log(s) + (1 - y[i])*log(1 - s), over), w[j]),
        -1/m*Sum(y[i]/s*D(s, w[j]) + (1 - y[i])/(1 - s)*D(1 - s, w[j]), over),
        -1/m*Sum((y[i]/s - (1 - y[i])/(1 - s))*D(s, w[j]), over))

with mean("371-375") as (d, m, j, i, x, y, w, sigma, z):
    yhat = d.define("yhat[i]", sigma(z[i]))
    J = d.define("J", -1/m*Sum(y[i]*log(yhat[i]) + (1 - y[i])*log(1 - yhat[i]), (i, 1, m)))
    s, over = sigma(z[i]), (i, 1, m)
    d.chain(
        D(J, w[j]),
        -1/m*Sum((y[i]/s - (1 - y[i])/(1 - s))*prime(sigma)(z[i])*x[j, i], over),
        -1/m*Sum((y[i]*(1 - s) - s*(1 - y[i]))/(s*(1 - s))*prime(sigma)(z[i])*x[j, i], over),
        -1/m*Sum((y[i]*(1 - s) - s*(1 - y[i]))*x[j, i], over),
        -1/m*Sum((y[i] - s)*x[j, i], over),
        -1/m*Sum((y[i] - yhat[i])*x[j, i], over))

with ledger("002", "385") as d:
    z = d.real("z")
    sigma = d.define("sigma(z)", 1/(1 + exp(-z)))
    d.chain(prime(sigma)(z), sigma(z)*(1 - sigma(z)))


@contextmanager
def layer(lines: str, verdict: str = "proved", hint: str = "") -> Iterator[Any]:
    with ledger("002", lines, verdict, hint) as d:
        m, n, K = d.natural("m n K")
        j, k = d.index("j", 1, n), d.index("k", 1, K)
        p, q = d.index("p q")
        w, a, y = d.family("w a y")
        z = d.define("z[k]", Sum(w[p, k]*a[p], (p, 1, n)))
        yield d, m, j, k, q, K, w, a, y, z


with layer("389,391") as (d, m, j, k, q, K, w, a, y, z):
    g = d.function("g")
    yhat = d.define("yhat[k]", g(z[k]))
    E = d.define("E", Sum(Rational(1, 2)*(y[q] - yhat[q])**2, (q, 1, K)))
    e = d.define("e[k]", y[k] - yhat[k])
    d.chain(D(E, w[j, k]), -(y[k] - yhat[k])*prime(g)(z[k])*a[j])
    d.chain(D(E, w[j, k]), -e[k]*prime(g)(z[k])*a[j])

with layer("399") as (d, m, j, k, q, K, w, a, y, z):
    sigma = d.define("sigma(t)", 1/(1 + exp(-d.real("t"))))
    yhat = d.define("yhat[k]", sigma(z[k]))
    J = d.define("J", -1/m*Sum(y[q]*log(yhat[q]) + (1 - y[q])*log(1 - yhat[q]), (q, 1, K)))
    e = d.define("e[k]", y[k] - yhat[k])
    d.chain(D(J, w[j, k]), -1/m*e[k]*a[j])

with layer("477-478,482-483") as (d, m, j, k, q, K, w, a, y, z):
    sigma = d.define("sigma(t)", 1/(1 + exp(-d.real("t"))))
    yhat = d.define("yhat[k]", sigma(z[k]))
    E = d.define("E", Sum(Rational(1, 2)*(y[q] - yhat[q])**2, (q, 1, K)))
    d.chain(D(E, w[j, k]), -(y[k] - yhat[k])*prime(sigma)(z[k])*a[j],
            -(y[k] - yhat[k])*sigma(z[k])*(1 - sigma(z[k]))*a[j])

with layer("485-486,495-496", "refuted", "g'(z[k])") as (d, m, j, k, q, K, w, a, y, z):
    g = d.function("g")
    yhat = d.define("yhat[k]", g(z[k]))
    d.chain(-1/m*(y[k] - yhat[k])*prime(g)(z[k])*a[j], -1/m*(y[k] - yhat[k])*a[j])

# --- 003: the loss of one sample ---------------------------------------------------------------

with ledger("003", "102-128") as d:
    x, w, y = d.real("x w y")
    h = d.function("h", range=open_interval(0, 1))
    v = h(x, w)
    L = d.define("L", -y*log(v) - (1 - y)*log(1 - v))
    d.chain(
        D(L, w), D(-y*log(v) - (1 - y)*log(1 - v), w),
        -D(y*log(v), w) - D((1 - y)*log(1 - v), w),
        -y*D(log(v), w) - (1 - y)*D(log(1 - v), w))

with ledger("003", "160-174") as d:
    x = d.positive("x")
    g, h = d.function("g"), d.function("h", range=open_interval(0, None))
    d.chain(D(log(x), x), 1/x)
    d.chain(D(g(h(x)), x), prime(g)(h(x))*prime(h)(x))
    d.chain(D(log(h(x)), x), frac(1, h(x))*prime(h)(x))

with ledger("003", "181-219") as d:
    x, w, y = d.real("x w y")
    h = d.function("h", range=open_interval(0, 1))
    v = h(x, w)
    d.chain(
        -y*D(log(v), w) - (1 - y)*D(log(1 - v), w),
        -y*frac(1, v)*D(v, w) - (1 - y)*frac(1, 1 - v)*D(-v, w),
        -y*frac(1, v)*D(v, w) + (1 - y)*frac(1, 1 - v)*D(v, w),
        (-y*frac(1, v) + (1 - y)*frac(1, 1 - v))*D(v, w))

with ledger("003", "294", "refuted", "sign") as d:
    x = d.real("x")
    g, h = d.function("g h")
    d.chain(D(g(x)/h(x), x), (g(x)*prime(h)(x) - prime(g)(x)*h(x))/h(x)**2)

with ledger("003", "300") as d:
    x, h = d.real("x"), d.function("h")
    d.chain(D(1/h(x), x), -prime(h)(x)/h(x)**2)

with ledger("003", "306") as d:
    x = d.real("x")
    d.chain(D(exp(x), x), exp(x))

with ledger("003", "312", "refuted", "-exp(-x)") as d:
    x = d.real("x")
    d.chain(D(exp(-x), x), -exp(x))

with ledger("003", "353-357") as d:
    x = d.real("x")
    sigmoid = d.define("sigmoid(x)", 1/(1 + exp(-x)))
    d.chain(
        prime(sigmoid)(x), D(1/(1 + exp(-x)), x),
        -D(1 + exp(-x), x)/(1 + exp(-x))**2, exp(-x)/(1 + exp(-x))**2)

with ledger("003", "400-476") as d:
    x = d.real("x")
    sigmoid = d.define("sigmoid(x)", 1/(1 + exp(-x)))
    d.chain(
        prime(sigmoid)(x), exp(-x)/(1 + exp(-x))**2,
        (1 + exp(-x) - 1)/(1 + exp(-x))**2,
        (1 + exp(-x))/(1 + exp(-x))**2 - 1/(1 + exp(-x))**2,
        1/(1 + exp(-x)) - (1/(1 + exp(-x)))**2,
        sigmoid(x) - sigmoid(x)**2, sigmoid(x)*(1 - sigmoid(x)))


@contextmanager
def sample(lines: str, verdict: str = "proved", hint: str = "") -> Iterator[Any]:
    with ledger("003", lines, verdict, hint) as d:
        x, w, b, y, t = d.real("x w b y t")
        sigmoid = d.define("sigmoid(t)", 1/(1 + exp(-t)))
        z = d.define("z", x*w + b)
        h = d.define("h", sigmoid(z))
        L = d.define("L", -y*log(h) - (1 - y)*log(1 - h))
        yield d, x, w, b, y, sigmoid, z, h, L


with sample("527-529") as (d, x, w, b, y, sigmoid, z, h, L):
    d.chain(D(h, w), sigmoid(z)*(1 - sigmoid(z))*D(z, w), h*(1 - h)*D(z, w))

with sample("589-614") as (d, x, w, b, y, sigmoid, z, h, L):
    d.chain(
        D(L, w), (-y*frac(1, h) + (1 - y)*frac(1, 1 - h))*D(h, w),
        (-y*frac(1, h) + (1 - y)*frac(1, 1 - h))*h*(1 - h)*D(z, w),
        (-y*(1 - h) + (1 - y)*h)*D(z, w), (-y + y*h + h - y*h)*D(z, w), (h - y)*D(z, w))

with sample("657") as (d, x, w, b, y, sigmoid, z, h, L):
    d.chain(D(L, w), (h - y)*D(z, w), (h - y)*D(x*w + b, w), (h - y)*x)

with ledger("003", "668,670", "refuted", "1/m") as d:
    m, i = d.natural("m"), d.index("i")
    x, y = d.family("x y")
    w, b, t = d.real("w b t")
    h = d.define("h(t)", 1/(1 + exp(-(t*w + b))))
    L = d.define("L", 1/m*Sum(-y[i]*log(h(x[i])) - (1 - y[i])*log(1 - h(x[i])), (i, 0, m)))
    d.chain(D(L, w), Sum((h(x[i]) - y[i])*x[i], (i, 0, m)))
    d.chain(D(L, b), Sum(h(x[i]) - y[i], (i, 0, m)))

with ledger("003", "668,670", "refuted", "the sum over i is not in the left side") as d:
    m, i = d.natural("m"), d.index("i")
    xs, ys = d.family("xs ys")
    x, y, w, b, t = d.real("x y w b t")
    h = d.define("h(t)", 1/(1 + exp(-(t*w + b))))
    L = d.define("L", -y*log(h(x)) - (1 - y)*log(1 - h(x)))
    d.chain(D(L, w), Sum((h(xs[i]) - ys[i])*xs[i], (i, 0, m)))
    d.chain(D(L, b), Sum(h(xs[i]) - ys[i], (i, 0, m)))

# --- 004: one neuron with n features -----------------------------------------------------------

with ledger("004", "20-21") as d:
    a, t = d.between("a", 0, 1), d.real("t")
    L = d.define("L(t)", -(t*log(a) + (1 - t)*log(1 - a)))
    d.chain(L(1), -log(a))
    d.chain(L(0), -log(1 - a))


@contextmanager
def square(lines: str, verdict: str = "proved", hint: str = "") -> Iterator[Any]:
    with ledger("004", lines, verdict, hint) as d:
        w, x, b, y = d.real("w x b y")
        yhat = d.define("yhat", w*x + b)
        SE = d.define("SE", (y - yhat)**2)
        yield d, w, x, b, y, yhat, SE


with square("30-31", "refuted", "2") as (d, w, x, b, y, yhat, SE):
    d.chain(D(SE, w), -(y - yhat)*x)
    d.chain(D(SE, b), -(y - yhat)*1)


@contextmanager
def neuron(lines: str) -> Iterator[Any]:
    with ledger("004", lines) as d:
        n = d.natural("n")
        i, k = d.index("i", 1, n), d.index("k")
        w, x = d.family("w x")
        b, y = d.real("b y")
        z = d.define("z", b + Sum(w[k]*x[k], (k, 1, n)))
        a = d.define("a", 1/(1 + exp(-z)))
        L = d.define("L", -(y*log(a) + (1 - y)*log(1 - a)))
        yield d, i, k, n, w, x, b, y, z, a, L


with neuron("30-31") as (d, i, k, n, w, x, b, y, z, a, L):
    d.chain(D(L, w[i]), -(y - a)*x[i])
    d.chain(D(L, b), -(y - a)*1)

with ledger("004", "37") as d:
    x = d.real("x")
    f, g = d.function("f g")
    u = d.define("u", g(x))
    y = d.define("y", f(u))
    d.chain(y, f(g(x)))
    d.chain(D(y, x), D(y, u)*D(u, x))

with square("44") as (d, w, x, b, y, yhat, SE):
    d.chain(D(SE, w), D(SE, yhat)*D(yhat, w), D((y - yhat)**2, yhat)*D(yhat, w), -2*(y - yhat)*x)

with neuron("48,93") as (d, i, k, n, w, x, b, y, z, a, L):
    d.chain(D(L, w[i]), D(L, a)*D(a, z)*D(z, w[i]))

with neuron("57-61") as (d, i, k, n, w, x, b, y, z, a, L):
    d.chain(
        D(L, a), D(-(y*log(a) + (1 - y)*log(1 - a)), a),
        -(y*D(log(a), a) + (1 - y)*D(log(1 - a), a)),
        -(y*frac(1, a) - (1 - y)*frac(1, 1 - a)))

with ledger("004", "68-73") as d:
    z = d.real("z")
    a = d.define("a", 1/(1 + exp(-z)))
    one = 1 + exp(-z)
    d.chain(D(exp(-z), z), -exp(-z))
    d.chain(
        D(a, z), D(1/one, z), D(power(one, -1), z), -one**(-2)*D(exp(-z), z),
        -one**(-2)*(-exp(-z)), exp(-z)/one**2, frac(1, one)*(exp(-z)/one),
        frac(1, one)*(1 - 1/one), a*(1 - a))

with neuron("80-82") as (d, i, k, n, w, x, b, y, z, a, L):
    d.chain(D(z, w[i]), D(b + Sum(w[k]*x[k], (k, 1, n)), w[i]), x[i])

with neuron("95-97") as (d, i, k, n, w, x, b, y, z, a, L):
    d.chain(
        D(L, w[i]), D(L, a)*D(a, z)*D(z, w[i]),
        -(y*frac(1, a) - (1 - y)*frac(1, 1 - a))*a*(1 - a)*x[i],
        -(y*(1 - a) - (1 - y)*a)*x[i], -(y - y*a - a + y*a)*x[i], -(y - a)*x[i])

with neuron("95,105") as (d, i, k, n, w, x, b, y, z, a, L):
    d.chain(w[i] - D(L, w[i]), w[i] + (y - a)*x[i])
    d.chain(b - D(L, b), b + (y - a)*1)

with neuron("103") as (d, i, k, n, w, x, b, y, z, a, L):
    d.chain(D(L, z), D(L, a)*D(a, z), -(y - a))
    d.chain(D(L, b), D(L, z)*D(z, b), -(y - a)*D(b + Sum(w[k]*x[k], (k, 1, n)), b), -(y - a)*S(1))
