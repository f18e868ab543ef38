"""From source texts to a release: read, split into passages, embed, switch."""
