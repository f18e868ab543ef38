"""Questions to begin with, for each kind of visitor."""

from __future__ import annotations

EXAMPLES = {
    "I want to join": (
        "What are the Executive Core Qualifications?",
        "How do I apply for an SES position now?",
        "How long is the SES probationary period?",
    ),
    "I am an executive": (
        "What is the SES pay range?",
        "How much annual leave can an SES member carry over?",
        "Can a career SES member be moved to another city?",
    ),
    "I answer for HR": (
        "What is the aggregate limit on pay?",
        "How large can a performance award be?",
        "What happens after two unsatisfactory ratings?",
    ),
}
