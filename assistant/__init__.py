"""Answers questions about the U.S. federal Senior Executive Service from a release of dated, cited passages."""

from assistant.settings import silence

silence()
