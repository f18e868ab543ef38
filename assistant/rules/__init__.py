"""Deterministic calculators on dated legal quantities. Exact decimals; no heavy library is loaded."""
