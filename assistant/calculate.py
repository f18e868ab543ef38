"""The calculators at the command line: options made of their declared fields, one calculation a call."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from assistant.errors import UsageError
from assistant.rules.calculators import CALCULATORS
from assistant.rules.fields import Calculator, Field, InvalidInputError, MissingInputError
from assistant.rules.tables import NotInForceError

REFUSED = (InvalidInputError, MissingInputError, NotInForceError)
"""What ends a calculation without a result: one line, exit status 3."""

SHORT = {
    "pay": "pay_range",
    "award": "performance_award",
    "leave": "annual_leave",
    "score": "appraisal_2012",
}
"""The commands that stand for a calculator, or for another one where an option says so."""

SHEET = (
    "score a sheet of executives (- for standard input): a CSV file with a column for each rating and one for "
    "its weight ('Leading Change', 'Leading Change weight', or LC and LC weight), and a name if you like"
)

OTHERWISE: Mapping[str, Mapping[str, str]] = {
    "pay": {"salary": "salary_position"},
    "leave": {"sick": "sick_leave"},
    "score": {"fy2026": "appraisal_2026"},
}
"""Which option turns a short command into another calculator."""

Day = Callable[[str], date]


def add_commands(commands: Any, day: Day) -> None:
    """Add ``calculate`` and the short commands to the subparsers of the command line."""
    every = commands.add_parser("calculate", help="compute by a calculator's name; --list names them all")
    every.add_argument("--list", action="store_true", help="name every calculator with its inputs")
    every.add_argument("name", nargs="?", metavar="NAME", help="a calculator, such as performance_award")
    every.add_argument("inputs", nargs=argparse.REMAINDER, help="its inputs; NAME --help tells them")
    every.set_defaults(run=lambda options: _calculate(options, day))
    for command, name in SHORT.items():
        others = OTHERWISE.get(command, {})
        parser = commands.add_parser(command, help=_lower(CALCULATORS[name].title))
        _add_options(parser, _fields(name, *others.values()), day)
        for option in others.keys() & {"sick", "fy2026"}:
            parser.add_argument(f"--{option}", action="store_true", help=_lower(CALCULATORS[others[option]].title))
        if command == "score":
            parser.add_argument("--csv", metavar="FILE", help=SHEET)
        parser.set_defaults(run=lambda options, name=name, others=others: _short(options, name, others))


def _calculate(options: argparse.Namespace, day: Day) -> int:
    if options.list:
        print("\n".join(_listed(calculator) for calculator in CALCULATORS.values()))
        return 0
    if options.name not in CALCULATORS:
        problem = "give a calculator's name" if options.name is None else f"there is no calculator {options.name!r}"
        raise UsageError(f"{problem}; `calculate --list` names them all")
    calculator = CALCULATORS[options.name]
    parser = argparse.ArgumentParser(prog=f"ses-assistant calculate {calculator.name}", description=calculator.title)
    _add_options(parser, calculator.fields, day)
    return _run(calculator, parser.parse_args(options.inputs))


def _short(options: argparse.Namespace, name: str, others: Mapping[str, str]) -> int:
    if getattr(options, "csv", None) is not None:
        from assistant.sheet import print_sheet

        return print_sheet(options.csv, "2026" if options.fy2026 else None, as_json=options.json)
    chosen = next((other for option, other in others.items() if getattr(options, option)), name)
    return _run(CALCULATORS[chosen], options)


def _run(calculator: Calculator, options: argparse.Namespace) -> int:
    """Print the calculation, or the one line that says why there is none (exit status 3)."""
    from assistant.contract import calculation_as_dict
    from assistant.terminal import render_calculation

    given = {field.name: _given(getattr(options, field.name)) for field in calculator.fields}
    try:
        found = calculator.calculate(given, options.on or date.today(), year_named=options.on is not None)
    except REFUSED as refusal:
        print(refusal, file=sys.stderr)
        return 3
    shown = json.dumps(calculation_as_dict(found), ensure_ascii=False, indent=2) if options.json else None
    print(shown or render_calculation(found))
    return 0


def _given(value: Any) -> Any:
    return " ".join(value) if isinstance(value, list) else value


def _fields(*names: str) -> tuple[Field, ...]:
    """Return the fields of several calculators, each name once."""
    return tuple({field.name: field for name in reversed(names) for field in CALCULATORS[name].fields}.values())


def _add_options(parser: argparse.ArgumentParser, fields: Sequence[Field], day: Day) -> None:
    parser.add_argument("--on", type=day, metavar="DATE", help="date on which the law is wanted (default: today)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    for field in fields:
        option = field.name.replace("_", "-")
        told = field.label + ("" if field.choices or field.kind == "flag" else f", for example {field.example}")
        told = told.replace("%", "%%")
        if field.kind == "flag":
            group = parser.add_mutually_exclusive_group()
            group.add_argument(f"--{option}", dest=field.name, action="store_true", default=None, help=told)
            group.add_argument(f"--not-{option}", dest=field.name, action="store_false", default=None, help="or not")
        elif field.kind in ("numbers", "choices"):
            parser.add_argument(f"--{option}", dest=field.name, nargs="+", metavar="X", help=told)
        else:
            shown = f"{{{','.join(field.choices)}}}" if field.choices else field.kind.upper()
            parser.add_argument(f"--{option}", dest=field.name, metavar=shown, help=told)


def _listed(calculator: Calculator) -> str:
    inputs = ", ".join(field.name + ("!" if field.required else "") for field in calculator.fields) or "no inputs"
    return f"{calculator.name:20} {calculator.title} ({inputs})"


def _lower(title: str) -> str:
    return (title[:1].lower() + title[1:]).replace("%", "%%")
