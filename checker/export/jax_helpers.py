"""Small functions that an exported JAX file may need.

XLA's exponential and log1p are off by up to 1.7 and 2 units in the last place of a double, which
together is more than a loss may be.
"""

from __future__ import annotations

from typing import Final

FLOATS: Final = '''
def _floats(**given: Any) -> list[Any]:
    """The arguments as arrays of one floating type: float32 stays, whole numbers follow."""
    arrays = {name: jnp.asarray(value) for name, value in given.items()}
    for name, array in arrays.items():
        if not jnp.issubdtype(array.dtype, jnp.number) or jnp.iscomplexobj(array):
            raise TypeError(f"{name} must hold real numbers, not {array.dtype}")
    kinds = [a.dtype for name, a in arrays.items()
             if jnp.issubdtype(a.dtype, jnp.floating) and not isinstance(given[name], float)]
    dtype = jnp.result_type(jnp.float32, *kinds) if kinds else jnp.result_type(float)
    return [array.astype(dtype) for array in arrays.values()]
'''
SHAPED: Final = '''
def _shaped(value: Any, *given: Any) -> Any:
    """The value in the common shape of the arguments, also of one that it does not depend on."""
    shape = jnp.broadcast_shapes(*(array.shape for array in given))
    return jnp.broadcast_to(jnp.asarray(value, given[0].dtype), shape)
'''
EXP: Final = '''
@jax.custom_jvp
def _exp(x: Any) -> Any:
    """exp(x), off by at most 0.8 units in the last place; in float32 JAX's own is good enough.

    x = k log(2) + r, where k log(2) is subtracted in two parts, the first of them exactly. In
    exp(r) = 1 + r + r^2 p(r), the sum 1 + high comes with what its rounding loses.
    """
    if x.dtype != jnp.float64:
        return jnp.exp(x)
    x = jnp.clip(x, -1100, 1100)
    k = jnp.round(x*1.4426950408889634)
    high, low = x - k*0.6931471803691238, k*1.9082149292705877e-10
    r = high - low
    p = 1/6227020800
    for factorial in (479001600, 39916800, 3628800, 362880, 40320, 5040, 720, 120, 24, 6, 2):
        p = p*r + 1/factorial
    total = 1 + high
    value = total + ((1 - total + high) + (r*r*p - low))
    half = jnp.floor(k/2)
    return value*_two_to(half)*_two_to(k - half)


_exp.defjvps(lambda x_dot, e, x: e*x_dot)


def _two_to(k: Any) -> Any:
    """2^k for whole numbers k from -1022 to 1023, from the bits of the exponent."""
    return jax.lax.bitcast_convert_type((k.astype(jnp.int64) + 1023) << 52, jnp.float64)
'''
LOG1P: Final = '''
@jax.custom_jvp
def _log1p(x: Any) -> Any:
    """log(1 + x), off by at most one unit: where x is not small, from w = 1 + x and what that lost.

    The barrier keeps XLA from taking (1 + x) - 1 for x.
    """
    w = jax.lax.optimization_barrier(1 + x)
    lost = jnp.where(x > 1, 1 - (w - x), x - (w - 1))
    compensated = (jnp.abs(x) > 0.3) & (jnp.abs(w) < jnp.inf) & (w != 0)
    return jnp.where(compensated, jnp.log(w) + lost/w, jnp.log1p(x))


_log1p.defjvps(lambda x_dot, _, x: x_dot/(1 + x))
'''


def accurate(text: str) -> list[str]:
    """The functions that a file calls instead of JAX's own."""
    return [helper.strip() for name, helper in (("_exp(", EXP), ("_log1p(", LOG1P))
            if name in text]
