"""Integer money: half-up shares, allocation to the cent, and the ways exports print amounts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
BASIS = 10_000


def share(amount: Ints, basis_points: Ints | int) -> Ints:
    """`amount * basis_points / 10000`, rounded half up. Amounts are not negative."""
    return (2 * amount * basis_points + BASIS) // (2 * BASIS)


def tax_inside(amount: Ints, basis_points: Ints) -> Ints:
    """Tax contained in a tax-inclusive amount, rounded half up."""
    whole = BASIS + basis_points
    return (2 * amount * basis_points + whole) // (2 * whole)


def ratio(amount: Ints, part: Ints, whole: Ints) -> Ints:
    """`amount * part / whole` rounded half up; 0 where `whole` is 0."""
    safe = np.maximum(whole, 1)
    return np.where(whole > 0, (2 * amount * part + safe) // (2 * safe), 0)


def sums(groups: Ints, values: Ints, count: int) -> Ints:
    """Integer sum of `values` for each group 0..count-1 (exact below 2**53)."""
    found = np.bincount(groups, weights=values.astype(np.float64), minlength=count)
    return np.rint(found).astype(np.int64)


def allocate(amounts: Ints, groups: Ints, weights: Ints) -> Ints:
    """Splits `amounts[g]` over the rows of group g in proportion to `weights`, to the cent.

    Largest remainder first, earlier row on a tie. A group without weight gives everything to its
    first row, so nothing is lost. `groups` is sorted ascending.
    """
    totals = sums(groups, weights, len(amounts))
    first = np.concatenate(([True], groups[1:] != groups[:-1])) if len(groups) else groups > 0
    used = np.where(totals[groups] > 0, weights, first.astype(np.int64))
    whole = np.maximum(totals[groups], 1)
    product = amounts[groups] * used
    parts = product // whole
    left = amounts - sums(groups, parts, len(amounts))
    order = np.lexsort((np.arange(len(groups)), -(product % whole), groups))
    starts = np.searchsorted(groups, np.arange(len(amounts)))
    rank = np.empty(len(groups), dtype=np.int64)
    rank[order] = np.arange(len(groups)) - starts[groups[order]]
    return parts + (rank < left[groups])


def fixed(minor: int) -> str:
    """`12.30`: two decimals, as raw exports print money."""
    if minor < 0:
        return f"-{fixed(-minor)}"
    return f"{minor // 100}.{minor % 100:02d}"


def bare(minor: int) -> str:
    """`12.3` or `12`: no trailing zeros, as Shopify Analytics reports print money."""
    whole, cents = divmod(abs(minor), 100)
    sign = "-" if minor < 0 else ""
    if not cents:
        return f"{sign}{whole}"
    return f"{sign}{whole}.{cents:02d}".rstrip("0")


def floating(minor: int) -> str:
    """`12.3` or `12.0`: as e-mail exports print money."""
    text = bare(minor)
    return text if "." in text else f"{text}.0"


def fraction(part: int, whole: int) -> str:
    """`0.2960954446854664`: a rate as a fraction, `0` where there is nothing to divide."""
    if not whole:
        return "0"
    return repr(part // whole) if part % whole == 0 else repr(part / whole)


def percent(part: int, whole: int) -> str:
    """`0.15%`, as e-mail exports print rates."""
    return f"{100 * part / whole:.2f}%" if whole else "0.00%"
