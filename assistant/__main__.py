"""The command line: ``python -m assistant`` and, installed, ``ses-assistant``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.calculate import add_commands
from assistant.errors import UsageError
from assistant.exits import exit_status
from assistant.types import Question, Turn

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

EXIT = {"answered": 0, "needs_input": 3, "abstained": 3, "out_of_scope": 3}
EXAMPLES = """examples:
  ses-assistant ask "Do executives get locality pay?"
  ses-assistant ask "What were the ECQs?" --on 2024-06-01 --json
  ses-assistant chat
  ses-assistant pay --on 2022-06-01 --certified
  ses-assistant calculate performance_award --basic-pay 200000

exit status: 0 answered, 1 error, 2 usage, 3 abstained, out of scope or input needed"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; every error is one line, without a traceback."""
    options = _parser().parse_args(arguments)
    return exit_status(lambda: int(options.run(options)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ses-assistant",
        description="Answer questions about the U.S. federal Senior Executive Service, with sources.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--on", type=_day, metavar="DATE", help="date on which the law is wanted (default: today)")
    shared.add_argument("--home", type=Path, help="folder of releases (default: SES_HOME, else .ses or user data)")
    shared.add_argument("--release", metavar="ID", help="a release other than the current one")
    shared.add_argument("--json", action="store_true", help="print the contract's JSON")

    ask = commands.add_parser("ask", parents=[shared], help="answer one question, or a batch of them")
    ask.add_argument("question", nargs="?", help="the question, in quotation marks")
    ask.add_argument("--batch", metavar="FILE", help='JSON lines {"id", "turns", "on"?}; - for standard input')
    ask.add_argument("--trace", action="store_true", help="show what each stage found")
    ask.set_defaults(run=_ask)

    chat = commands.add_parser("chat", parents=[shared], help="hold a conversation in the terminal")
    chat.set_defaults(run=_chat)

    search = commands.add_parser("search", parents=[shared], help="show the passages found, without an answer")
    search.add_argument("words", nargs="?", help="what to look for")
    search.add_argument("-k", type=_count, default=10, help="how many passages (default: 10)")
    search.add_argument("--batch", metavar="FILE", help='JSON lines {"id", "text"}; - for standard input')
    search.set_defaults(run=_search)

    handbook = commands.add_parser("handbook", help="print the corpus to read, as a short book in Markdown")
    handbook.add_argument("--topic", help="only the chapters of one topic, such as pay or leave")
    handbook.add_argument("--home", type=Path, help="folder of releases (default: SES_HOME, else .ses or user data)")
    handbook.add_argument("--release", metavar="ID", help="a release other than the current one")
    handbook.set_defaults(run=_handbook)

    add_commands(commands, _day)
    return parser


def _ask(options: argparse.Namespace) -> int:
    if (options.question is None) == (options.batch is None):
        raise UsageError("give one question in quotation marks, or --batch FILE")
    if options.batch is not None:
        from assistant.batch import answer_lines

        return answer_lines(_open(options), options.batch, options.on or date.today())
    if not options.question.strip():
        raise UsageError("the question is empty: ask in words")
    from assistant.contract import as_json
    from assistant.terminal import render

    answer = _open(options).answer(Question(options.question, options.on or date.today()))
    print(as_json(answer) if options.json else render(answer, trace=options.trace))
    return EXIT[answer.status]


def _chat(options: argparse.Namespace) -> int:
    from assistant.contract import as_json
    from assistant.messages import STANDING
    from assistant.terminal import render

    assistant = _open(options)
    history: list[Turn] = []
    print(f"{STANDING}\nAsk a question; an empty line or Ctrl-D ends.", file=sys.stderr)
    for text in _lines_typed():
        answer = assistant.answer(Question(text, options.on or date.today(), tuple(history)))
        history.append(Turn(text, answer.id))
        print(as_json(answer) if options.json else f"\n{render(answer)}\n", flush=True)
    return 0


def _lines_typed() -> Iterator[str]:
    while True:
        try:
            text = input("> " if sys.stdin.isatty() else "").strip()
        except EOFError:
            return
        if not text:
            return
        yield text


def _search(options: argparse.Namespace) -> int:
    if (options.words is None) == (options.batch is None):
        raise UsageError("give the words to look for, or --batch FILE")
    if options.batch is not None:
        from assistant.batch import search_lines

        return search_lines(_open(options), options.batch, options.on or date.today(), options.k)
    from assistant.contract import hit_as_dict
    from assistant.terminal import render_hit

    if not options.words.strip():
        raise UsageError("there is nothing to look for: give words")
    hits = _open(options).search(options.words, options.on or date.today(), options.k)
    if options.json:
        print(json.dumps([hit_as_dict(hit) for hit in hits], ensure_ascii=False, indent=2))
    else:
        print("\n\n".join(render_hit(hit) for hit in hits) or "Nothing found.")
    return 0 if hits else 3


def _handbook(options: argparse.Namespace) -> int:
    from assistant.handbook import render_book

    passages = _open(options).release.passages
    topics = sorted({passage.topic for passage in passages})
    if options.topic and options.topic not in topics:
        raise UsageError(f"there is no topic {options.topic!r}: one of {', '.join(topics)}")
    print(render_book([passage for passage in passages if options.topic in (None, passage.topic)]))
    return 0


def _open(options: argparse.Namespace) -> Assistant:
    from assistant.opening import open_or_build

    return open_or_build(options.home, options.release)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date: write YYYY-MM-DD") from None


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 1000")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
