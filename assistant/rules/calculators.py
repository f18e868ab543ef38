"""Every calculator by its name: the one list that the command line, the API, the page and plain words read."""

from __future__ import annotations

from assistant.rules.aggregate import AGGREGATE_LIMIT
from assistant.rules.appraisal import APPRAISALS
from assistant.rules.executive_schedule import EXECUTIVE_SCHEDULE
from assistant.rules.fields import Calculator
from assistant.rules.pay import PAY_RANGE

CALCULATORS: dict[str, Calculator] = {
    calculator.name: calculator
    for calculator in (
        PAY_RANGE,
        EXECUTIVE_SCHEDULE,
        AGGREGATE_LIMIT,
        *APPRAISALS,
    )
}
