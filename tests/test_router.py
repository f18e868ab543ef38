"""Where a question goes before anything is searched."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.router import (
    asks_who_holds_an_office,
    is_bare,
    is_courtesy,
    is_doubtful,
    is_foreign,
    is_personal_case,
    other_ses,
    personal_data,
    without_courtesy,
)


def knows_all(_: str) -> bool:
    """Stand for a release that has every word."""
    return True


def knows_none(_: str) -> bool:
    """Stand for a release that has no word."""
    return False


@pytest.mark.parametrize(
    ("text", "kind", "secret"),
    [
        ("My SSN is 123-45-6789.", "a social security number", "123-45-6789"),
        ("number 123 45 6789", "a social security number", "123 45 6789"),
        ("SSN: 123456789", "a social security number", "123456789"),
        ("my ssn is 123-456789", "a social security number", "456789"),
        ("My SSN is 123\u201345\u20136789.", "a social security number", "6789"),
        ("number 123\u201145\u20116789", "a social security number", "6789"),
        ("number 123 - 45 - 6789", "a social security number", "6789"),
        ("number 123.45.6789", "a social security number", "6789"),
        ("number 123\u00a045\u00a06789", "a social security number", "6789"),
        ("jane.doe\uff20agency.gov", "an e-mail address", "agency"),
        ("call 202\u2013555\u20130143", "a phone number", "0143"),
        ("write to jane.doe@agency.gov please", "an e-mail address", "jane.doe@agency.gov"),
        ("a+b@mail.example.com", "an e-mail address", "a+b@mail.example.com"),
        ("call (202) 555-0143", "a phone number", "555-0143"),
        ("call 202-555-0143", "a phone number", "202-555-0143"),
        ("call 202.555.0143", "a phone number", "202.555.0143"),
        ("call +1 202 555 0143", "a phone number", "202 555 0143"),
        ("call +44 20 7946 0958", "a phone number", "7946 0958"),
        ("card 4111 1111 1111 1111", "a card number", "4111 1111 1111 1111"),
        ("card 4111-1111-1111-1111", "a card number", "4111-1111-1111-1111"),
        ("card 378282246310005", "a card number", "378282246310005"),
    ],
)
def test_personal_data_is_named_and_removed(text: str, kind: str, secret: str) -> None:
    """Each kind of personal data is recognised, and the text comes back without it."""
    found = personal_data(text)
    assert found is not None
    assert found[0] == kind
    assert secret not in found[1]
    assert "[removed]" in found[1]


def test_every_kind_of_personal_data_is_removed() -> None:
    """A text with several kinds of personal data comes back without any of them."""
    found = personal_data("SSN 123-45-6789, jane@agency.gov, 202-555-0143, card 4111 1111 1111 1111")
    assert found is not None
    assert [secret for secret in ("123-45-6789", "jane@", "555-0143", "4111") if secret in found[1]] == []


@pytest.mark.parametrize("last", [*"023456789"])
def test_a_card_number_must_be_luhn_valid(last: str) -> None:
    """A long number with a wrong check digit is no card number."""
    assert personal_data(f"reference 411111111111111{last}") is None


def test_a_row_of_one_digit_is_no_card_number() -> None:
    """Sixteen noughts satisfy Luhn and are nobody's card."""
    assert personal_data("0000 0000 0000 0000") is None


@pytest.mark.parametrize(
    "text",
    [
        "Is $198,000 within the range?",
        "Is $1234567890 a lot?",
        "from $151,661 to $209,600 or $228,000",
        "What does 5 U.S.C. 5382(a)-(b) say?",
        "5 CFR 534.403(a)(1)",
        "5 CFR 534.40 2004",
        "the range 100\u2013200 in 2024",
        "sections 4314, 5307 and 5384",
        "69 FR 70355",
        "on 2026-01-11",
        "January 11, 2026",
        "from 2004-01-11 to 2026-11-21",
        "a 25-25-20-10-20 weighting",
        "levels 4 5 3 4 4 and weights 10 10 10 10 60",
        "240 hours, 720 hours, 30 days",
        "the 2020-2026 tables",
        "GS-15 step 1",
        "@OPM on social media",
        "history of the ECQs 1997 2006 2025",
    ],
)
def test_amounts_sections_and_dates_are_no_personal_data(text: str) -> None:
    """Dollar amounts, section numbers, dates and scores pass the guard."""
    assert personal_data(text) is None


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=9_999_999))
def test_no_dollar_amount_is_personal_data(amount: int) -> None:
    """No amount up to ten million dollars is taken for personal data."""
    assert personal_data(f"Can basic pay be ${amount:,} or ${amount}?") is None


@settings(max_examples=40, deadline=None)
@given(st.from_regex(r"[1-8]\d{2}-\d{2}-\d{4}", fullmatch=True))
def test_every_social_security_number_is_caught(number: str) -> None:
    """Any number written like a social security number is caught and taken out."""
    found = personal_data(f"I am {number}, what is my leave?")
    assert found == ("a social security number", "I am [removed], what is my leave?")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("How do I join the NSW SES?", "State Emergency Service"),
        ("Does low SES affect grades?", "socioeconomic status"),
        ("How does socio-economic status affect health?", "socioeconomic status"),
        ("What does an SES Band 1 earn in Canberra?", "Australia"),
        ("What is the Amazon SES sending limit?", "Amazon Simple Email Service"),
        ("aws ses pricing", "Amazon Simple Email Service"),
        ("What is the SES S.A. share price?", "satellite"),
        ("SES ASTRA satellites", "satellite"),
        ("Who commands the Space Experimentation Squadron?", "squadron"),
        ("What is a surface effect ship?", "something else"),
        ("How do I volunteer with the SES flood crew?", "State Emergency Service"),
        ("Who pays for SES uniforms and SES uniform badges?", "State Emergency Service"),
        ("Is parental SES a good predictor of reading?", "socioeconomic status"),
        ("How do I leave the SES sandbox?", "Amazon Simple Email Service"),
        ("How many O3b craft does SES fly?", "satellite"),
    ],
)
def test_another_ses_is_named(text: str, named: str) -> None:
    """A question about something else called SES gets the sentence that names it."""
    assert named in (other_ses(text) or "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What does the bottom of the SES band pay?", True),
        ("Do I keep my SES status?", True),
        ("Can one in the SES own satellite stock?", True),
        ("Must the SES disclose dividends or a dividend?", True),
        ("Can a squadron commander join the SES?", True),
        ("Is there an SES unit for hurricane flooding?", True),
        ("Do lower SES salaries exist for small agencies?", True),
        ("Where does my local SES sit?", True),
        ("What does an SES Band 1 earn?", False),
        ("Does low SES status affect grades?", False),
    ],
)
def test_some_words_are_said_of_either_ses(text: str, expected: bool) -> None:
    """What a word of another SES means is left to the search where the federal SES has it, too."""
    assert other_ses(text)
    assert is_doubtful(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What is the SES?", True),
        ("how to join ses", True),
        ("What does an SES member do?", False),
        ("What is the federal SES?", False),
        ("What is the SES pay range?", False),
        ("What is a senior executive?", False),
    ],
)
def test_letters_alone_leave_open_which_ses_is_meant(text: str, expected: bool) -> None:
    """A question that names an SES by its letters and hardly says more could mean any."""
    assert is_bare(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "Do executives get locality pay?",
        "What is the SES?",
        "Does OPM send email about the QRB?",
        "How does the federal SES differ from the Australian SES?",
        "Does the federal SES depend on household income?",
        "Can an executive order freeze pay while he holds satellite stock?",
        "Do career appointees of a squadron get annual leave?",
        "Is there emergency leave in the SES?",
        "Is the SES pay band open?",
        "Can an SES member own satellite stock?",
        "May SES members hold shares of a shareholder group in Canberra?",
        "Can I work from a satellite office?",
        "What status do SES members have?",
        "Can an SES member work in Australia for OPM?",
        "What does the QRB look for in students?",
        "Does an SES email count as written notice of reassignment?",
        "I sit on the local SES performance review board: who appoints me?",
        "Are SES unit heads career reserved?",
    ],
)
def test_federal_questions_stay(text: str) -> None:
    """A question about the federal SES stays, even when it mentions a word of another SES."""
    assert other_ses(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Will I win my MSPB appeal?",
        "Do you think my grievance will succeed?",
        "What are my chances with the QRB?",
        "Should I resign before the board meets?",
        "Was my removal legal?",
        "Is her reassignment retaliation?",
        "Will OPM approve me?",
        "Will the QRB certify me?",
        "Am I going to be fired?",
        "Will she be promoted?",
        "What happened in case no. 2024-1187?",
        "Has my claim for the late boat gone through yet?",
        "Has her QRB package been approved?",
    ],
)
def test_a_decision_about_a_person_is_a_personal_case(text: str) -> None:
    """Asking for a decision, a prediction or a record about somebody makes a personal case."""
    assert is_personal_case(text, knows_all)


@pytest.mark.parametrize("text", ["Why was Director Kowalczyk removed?", "What did Zbigniew Kowalczyk earn?"])
def test_a_named_person_is_a_personal_case(text: str) -> None:
    """A title or given name before a surname that the corpus does not know names a person."""
    assert is_personal_case(text, knows_none)


@pytest.mark.parametrize(
    "text",
    [
        "What plan am I going to be judged by?",
        "I joined in July; will I be rated for these months?",
        "I am a GS-15; can I apply to the SES?",
        "How much annual leave do I earn?",
        "My agency is certified; what is my maximum?",
        "Can my agency reassign me during my first year?",
        "What happens to my leave when I retire?",
        "I was rated Level 1. What must my agency do?",
        "Can I appeal my removal to the MSPB?",
        "How do I appeal?",
        "Do I lose my leave?",
        "Should I write my resume in two pages?",
        "Can we get our bonus early?",
        "Can my agency fire me?",
        "Has my agency been certified?",
        "Is my application kept on file?",
    ],
)
def test_i_and_my_alone_never_make_a_personal_case(text: str) -> None:
    """A question about the rule stays one when it is asked in the first person."""
    assert not is_personal_case(text, knows_all)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who is the director of OPM?", True),
        ("who's the current OPM director", True),
        ("Who is the president right now?", True),
        ("Who is the head of the ERB?", False),
        ("Who is the chief human capital officer responsible for in the QRB process?", False),
        ("Who is the director of OPM allowed to appoint?", False),
    ],
)
def test_who_holds_an_office_is_no_question_about_a_rule(text: str, expected: bool) -> None:
    """Who an office-holder is, is told apart from what an officer does."""
    assert asks_who_holds_an_office(text) is expected
    assert not is_personal_case(text, knows_all)


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "Hi!",
        "thanks",
        "Thank you so much",
        "ok",
        "Good morning",
        "Bye.",
        "great, thanks",
        "That's all I needed.",
    ],
)
def test_a_greeting_or_thanks_is_courtesy(text: str) -> None:
    """Words that greet or thank ask nothing."""
    assert is_courtesy(text)


def test_sentences_that_only_greet_or_thank_go() -> None:
    """What greets, thanks or says that something was heard stands beside the question; a question always stays."""
    assert without_courtesy("Good to hear! How long is probation? Thanks.") == "How long is probation?"
    assert without_courtesy("Right?") == "Right?"


@pytest.mark.parametrize(
    "text",
    [
        "Hello, do executives get locality pay?",
        "thanks, and sick leave?",
        "pay",
        "Is there a good rating?",
        "High pay",
        "ok and how long have i got to ask for it",
    ],
)
def test_a_question_beside_a_greeting_is_no_mere_courtesy(text: str) -> None:
    """A greeting before a question, or a word that only begins like one, does not hide the question."""
    assert not is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    [
        "¿Cuál es el salario máximo del SES?",
        "Quel est le salaire des cadres?",
        "Wie hoch ist das Gehalt?",
        "最高工资是多少",
    ],
)
def test_another_language_is_known_as_one(text: str) -> None:
    """Other letters, or small words that English does not have, make a question that is not read."""
    assert is_foreign(text)


@pytest.mark.parametrize("text", ["What is the pay per annum?", "de facto removal", "pay in the SES", "10", "¿what?"])
def test_english_is_no_other_language(text: str) -> None:
    """A borrowed word makes no other language of a question."""
    assert not is_foreign(text)
