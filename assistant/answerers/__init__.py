"""From hits to a draft: whole sentences (extractive) or figures (computed)."""
