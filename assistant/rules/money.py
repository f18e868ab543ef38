"""Amounts as they are written, and shares of them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def money(amount: Decimal) -> str:
    """Return ``amount`` as dollars: ``$209,600``, with cents only where there are any."""
    return f"${amount:,.0f}" if amount == amount.to_integral_value() else f"${amount:,.2f}"


def plain(number: Decimal) -> str:
    """Return a number without needless zeros: ``35``, ``82.96``."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def cents(amount: Decimal, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Return ``amount`` to the cent, a whole number of dollars without any."""
    exact = amount.quantize(Decimal("0.01"), rounding)
    return exact.to_integral_value() if exact == exact.to_integral_value() else exact


def share(amount: Decimal, percent: Decimal, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Return ``percent`` of ``amount`` to the cent."""
    return cents(amount * percent / 100, rounding)


def percentage(part: Decimal, whole: Decimal) -> Decimal:
    """Return what percentage ``part`` is of ``whole``, to two decimals, midway away from nought."""
    return (part / whole * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def rounded(amount: Decimal, percent: Decimal, found: Decimal) -> str:
    """Return what to add to a step whose share of ``amount`` did not come out in whole cents, else nothing."""
    exact = amount * percent / 100
    if found == exact:
        return ""
    return f", rounded {'up' if found > exact else 'down'} to the cent (derived)"
