"""Every calculator by its name: the one list that the command line, the API, the page and plain words read."""

from __future__ import annotations

from assistant.rules.aggregate import AGGREGATE_LIMIT
from assistant.rules.appointments import APPOINTMENTS
from assistant.rules.appraisal import APPRAISALS
from assistant.rules.deadlines import DEADLINES
from assistant.rules.executive_schedule import EXECUTIVE_SCHEDULE
from assistant.rules.fields import Calculator
from assistant.rules.hourly import HOURLY
from assistant.rules.leave import LEAVE
from assistant.rules.pay import PAY_RANGE
from assistant.rules.rating_cap import RATING_CAP
from assistant.rules.rating_history import RATING_HISTORY
from assistant.rules.service_ends import SERVICE_ENDS

CALCULATORS: dict[str, Calculator] = {
    calculator.name: calculator
    for calculator in (
        PAY_RANGE,
        EXECUTIVE_SCHEDULE,
        AGGREGATE_LIMIT,
        *LEAVE,
        *HOURLY,
        *APPRAISALS,
        RATING_CAP,
        RATING_HISTORY,
        *APPOINTMENTS,
        *SERVICE_ENDS,
        *DEADLINES,
    )
}
