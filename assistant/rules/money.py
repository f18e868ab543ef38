"""Amounts as they are written, and shares of them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def money(amount: Decimal) -> str:
    """Return ``amount`` as dollars: ``$209,600``, with cents only where there are any."""
    return f"${amount:,.0f}" if amount == amount.to_integral_value() else f"${amount:,.2f}"


def plain(number: Decimal) -> str:
    """Return a number as it is written, without needless zeros: ``35``, ``82.96``, ``1,234.5``."""
    return f"{number:,.0f}" if number == number.to_integral_value() else f"{number.normalize():,f}"


def in_hours(number: Decimal) -> str:
    """Return hours as they are written: ``1 hour``, ``720 hours``."""
    return f"{plain(number)} hour" if number == 1 else f"{plain(number)} hours"


def in_months(number: Decimal) -> str:
    """Return months as they are written: ``1 month``, ``17 months``."""
    return f"{plain(number)} month" if number == 1 else f"{plain(number)} months"


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
