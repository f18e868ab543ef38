"""Every calculator by its name: the one list that the command line, the API, the page and plain words read."""

from __future__ import annotations

from assistant.rules.aggregate import AGGREGATE_LIMIT
from assistant.rules.appointments import APPOINTMENTS
from assistant.rules.appraisal import APPRAISALS
from assistant.rules.award_pool import AWARD_POOL
from assistant.rules.awards import PERFORMANCE_AWARD
from assistant.rules.deadlines import DEADLINES
from assistant.rules.executive_schedule import EXECUTIVE_SCHEDULE
from assistant.rules.fields import Calculator
from assistant.rules.history import HISTORY
from assistant.rules.hourly import HOURLY
from assistant.rules.incentives import INCENTIVE_CALCULATOR
from assistant.rules.leave import LEAVE
from assistant.rules.military import MILITARY_EQUIVALENCE
from assistant.rules.notice_periods import NOTICE_PERIODS
from assistant.rules.pay import PAY_RANGE
from assistant.rules.political import FROZEN_RATES, VICE_PRESIDENT
from assistant.rules.rank_awards import RANK_AWARD, RANK_AWARD_LIMITS
from assistant.rules.rating_cap import RATING_CAP
from assistant.rules.rating_history import RATING_HISTORY
from assistant.rules.salary import SALARY_POSITION
from assistant.rules.service_ends import SERVICE_ENDS
from assistant.rules.ses_minimum import SES_MINIMUM

CALCULATORS: dict[str, Calculator] = {
    calculator.name: calculator
    for calculator in (
        PAY_RANGE,
        SALARY_POSITION,
        SES_MINIMUM,
        EXECUTIVE_SCHEDULE,
        VICE_PRESIDENT,
        FROZEN_RATES,
        AGGREGATE_LIMIT,
        PERFORMANCE_AWARD,
        AWARD_POOL,
        RANK_AWARD,
        RANK_AWARD_LIMITS,
        INCENTIVE_CALCULATOR,
        MILITARY_EQUIVALENCE,
        HISTORY,
        *LEAVE,
        *HOURLY,
        *APPRAISALS,
        RATING_CAP,
        RATING_HISTORY,
        *APPOINTMENTS,
        *SERVICE_ENDS,
        *NOTICE_PERIODS,
        *DEADLINES,
    )
}
