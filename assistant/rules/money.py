"""Amounts as they are written."""

from __future__ import annotations

from decimal import Decimal


def money(amount: Decimal) -> str:
    """Return ``amount`` as dollars: ``$209,600``, with cents only where there are any."""
    return f"${amount:,.0f}" if amount == amount.to_integral_value() else f"${amount:,.2f}"
