"""From a turn of a conversation to a question that stands alone, and its parts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.asking import halves, is_outright, parts, shared
from assistant.conversation import (
    continued,
    is_follow_up,
    may_continue,
    newly_asked,
    place_years,
    points_back,
    resolve,
)
from assistant.dates import ImpossibleDateError
from assistant.types import Question, Turn
from assistant.words import is_yes_no

ON = date(2026, 11, 21)


def question(text: str, *earlier: str) -> Question:
    """Return a question with earlier turns, oldest first."""
    return Question(text, ON, tuple(Turn(turn) for turn in earlier))


@pytest.mark.parametrize(
    "text",
    [
        "Do executives get locality pay?",
        "What about the maximum SES pay in a certified agency in 2022?",
        "How many hours of annual leave does an executive earn?",
        "Is there a limit on their recruitment incentives?",
    ],
)
def test_a_question_with_its_own_subject_ignores_the_history(text: str) -> None:
    """A question that says what it is about is left as it is."""
    assert resolve(question(text, "What does the QRB do?")) == text


def test_a_first_question_stands_alone() -> None:
    """Without history even a fragment is left as it is."""
    assert resolve(question("and in 2022?")) == "and in 2022?"


def test_another_year_replaces_the_year() -> None:
    """A follow-up that gives only a year puts it in the place of the earlier one."""
    found = resolve(question("and in 2022?", "What was the SES pay range in 2019?"))
    assert "2022" in found
    assert "2019" not in found
    assert "pay range" in found


def test_the_past_is_asked_of_today_in_the_present() -> None:
    """Behind a question on a year gone by, "and now?" asks how it is."""
    asked = Question("and now?", date(2026, 11, 21), (Turn("What was the maximum in 2018?"),))
    assert resolve(asked) == "What is the maximum in 2026?"


def test_a_first_year_is_added() -> None:
    """A follow-up that gives a year where none was named adds it to the subject."""
    found = resolve(question("and in 2022?", "What is the SES pay range?"))
    assert "pay range" in found
    assert "2022" in found


def test_a_named_value_replaces_the_earlier_one() -> None:
    """A follow-up about another leave type asks the same of that type."""
    found = resolve(question("What about sick leave?", "Can executives carry over annual leave?"))
    assert "sick leave" in found
    assert "carry over" in found
    assert "annual" not in found


def test_what_a_turn_is_only_held_against_replaces_nothing() -> None:
    """Another kind of leave that a turn compares with does not take the place of the one asked about."""
    found = resolve(question("and is there a limit like with vacation", "Can executives carry over sick leave?"))
    assert "sick leave" in found
    assert "vacation" not in found


def test_a_follow_up_without_subject_takes_the_last_one() -> None:
    """A pointing follow-up is said together with what was asked before."""
    found = resolve(question("Who approves it?", "What is a retention incentive?"))
    assert "retention incentive" in found
    assert "approves" in found


def test_a_chain_of_follow_ups_keeps_the_subject() -> None:
    """The subject is carried through more than one follow-up."""
    found = resolve(question("and in 2020?", "What was the SES pay range in 2019?", "and in 2022?"))
    assert "2020" in found
    assert "pay range" in found
    assert "2022" not in found
    assert "2019" not in found


def test_a_new_subject_ends_the_old_one() -> None:
    """A follow-up refers to the latest question that stood alone, not to an earlier one."""
    found = resolve(question("What about it?", "What is the SES pay range?", "What does the review board check?"))
    assert "review board" in found
    assert "pay range" not in found


@pytest.mark.parametrize("text", ["And last year?", "and the previous year?"])
def test_last_year_follows_up(text: str) -> None:
    """A follow-up about last year keeps the subject instead of breaking."""
    assert "pay range" in resolve(question(text, "What is the SES pay range?"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("and in 2022?", True),
        ("2022?", True),
        ("why?", True),
        ("What about sick leave?", True),
        ("Who approves it?", True),
        ("certified?", True),
        ("Do executives get locality pay?", False),
        ("How are the weights of the five critical elements set?", False),
    ],
)
def test_a_follow_up_leaves_out_its_subject(text: str, expected: bool) -> None:
    """A fragment, a continuation or a pointing question is a follow-up; a full question is none."""
    assert is_follow_up(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Do executives get locality pay and how many hours of annual leave do they earn?",
            ("Do executives get locality pay", "how many hours of annual leave do they earn?"),
        ),
        (
            "What is the maximum pay? Which awards exist for executives?",
            ("What is the maximum pay?", "Which awards exist for executives?"),
        ),
        (
            "maximum SES pay; sick leave accrual",
            ("maximum SES pay", "sick leave accrual"),
        ),
        (
            "Can executives get overtime at night, and if not can they bank credit hours?",
            ("Can executives get overtime at night", "can they bank credit hours?"),
        ),
        (
            "How much leave is earned in a year versus what may be carried over?",
            ("How much leave is earned in a year", "what may be carried over?"),
        ),
        (
            "What's the top of basic pay, and to what total for the calendar year can everything go?",
            ("What's the top of basic pay", "to what total for the calendar year can everything go?"),
        ),
        (
            "How short may an appraisal be, and if the result is bad where does an executive turn?",
            ("How short may an appraisal be", "if the result is bad where does an executive turn?"),
        ),
        (
            "do i get overtime and whats the most leave i can bring over",
            ("do i get overtime", "whats the most leave i can bring over"),
        ),
        (
            "What is an executive allowed to carry over, and would the rest be paid out?",
            ("What is an executive allowed to carry over", "would the rest be paid out?"),
        ),
        (
            "who are the noncareer executives and roughly how many are there",
            ("who are the noncareer executives", "roughly how many are there"),
        ),
        (
            "We hired her in May. Is she allowed an award and when does her appointment run out?",
            ("We hired her in May. Is she allowed an award", "when does her appointment run out?"),
        ),
        (
            "Two questions: how long is probation; do executives get overtime?",
            ("Two questions: how long is probation", "do executives get overtime?"),
        ),
        (
            "Certified agency: what is the top salary and, besides that, what's the cap on everything?",
            ("Certified agency: what is the top salary", "what's the cap on everything?"),
        ),
        (
            "Finishing the program means an appointment, doesn't it, and am I due a bonus then?",
            ("Finishing the program means an appointment, doesn't it", "am I due a bonus then?"),
        ),
        (
            "How long is probation, and executives get a yearly raise, right?",
            ("How long is probation", "executives get a yearly raise, right?"),
        ),
        (
            "How many review boards are there, and staffed by how many executives?",
            ("How many review boards are there", "staffed by how many executives?"),
        ),
    ],
)
def test_two_questions_in_one_are_parted(text: str, expected: tuple[str, ...]) -> None:
    """Two questions in one text are answered one by one."""
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "How long is probation? It is for a friend who starts in March.",
        "I'm a GS-15 at Energy and have been here long. How long is probation?",
        "My name is Dana and I was told to ask. How long is probation?",
    ],
)
def test_what_is_told_beside_a_question_is_no_second_one(text: str) -> None:
    """A relative clause, or what is said on of the same person, asks nothing."""
    assert len(parts(text)) == 1


def test_two_matters_beside_each_other_are_two_halves() -> None:
    """A cut lies behind a comma and "and", a semicolon or a dash; each half says two words of the subject."""
    assert halves("probation length, and annual leave earned") == (("probation length", "annual leave earned"),)
    assert halves("the sick leave earned; the highest pay")[0][1] == "the highest pay"
    assert halves("rank awards, and how many") == halves("annual and sick leave") == ()


def test_two_things_may_share_the_opening_of_a_question() -> None:
    """What is asked of one thing and another is asked of each, however many words name the first."""
    assert set(shared("Do executives get comp time and credit hours?")) >= {
        ("Do executives get comp time?", "Do executives get comp credit hours?"),
        ("Do executives get comp time?", "Do executives get credit hours?"),
        ("Do executives get comp time?", "Do executives credit hours?"),
    }
    assert ("How much annual leave do they earn?", "How much sick leave do they earn?") in shared(
        "How much annual & sick leave do they earn"
    )
    assert shared("Who decides, and when?") == shared("Do executives get locality pay?") == ()
    assert shared("What is the difference between probation and a trial period?") == ()
    assert shared("Which award is higher and by how much of a salary?") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Do executives get locality pay?",
        "What are the minimum and maximum of the range?",
        "How are recruitment and retention incentives limited?",
        "Really? Do executives get locality pay?",
        "Page limit on the resume?? (SES vacancy)",
        "Am I out of a job then? I come from a permanent GS-15 post.",
        "Which rank award is worth more, and by how much?",
        "",
    ],
)
def test_one_question_stays_whole(text: str) -> None:
    """An "and" between two nouns, or a mere exclamation before, does not part a question."""
    assert parts(text) == (text,)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=80))
def test_there_is_always_something_to_answer(text: str) -> None:
    """Whatever is typed, there are one to three parts, and each of them stands in the text."""
    found = parts(text)
    assert 1 <= len(found) <= 3
    assert all(part in text for part in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Do executives get locality pay?", True),
        ("Can a noncareer appointee get an award?", True),
        ("and can they appeal?", True),
        ("Is there a ceiling?", True),
        ("Don't they get overtime?", True),
        ("What is the ceiling?", False),
        ("How do they appeal?", False),
        ("locality pay", False),
        ("", False),
    ],
)
def test_a_yes_no_question_opens_with_a_verb(text: str, expected: bool) -> None:
    """A question for yes or no opens with an auxiliary verb, after a continuation word at most."""
    assert is_yes_no(text) is expected


@pytest.mark.parametrize(
    ("earlier", "text", "standalone"),
    [
        (
            ("What is the aggregate limit?",),
            "Does the part above it get lost?",
            "What is the aggregate limit: Does the part above it get lost?",
        ),
        (("SES pay range in 2020?",), "sorry, I meant 2021", "SES pay range in 2021 sorry, I meant 2021?"),
        (
            ("What is the pay range?", "And in 2022?"),
            "Is that before tax?",
            "What is the pay range in 2022: Is that before tax?",
        ),
    ],
)
def test_a_turn_is_read_as_a_continuation(earlier: tuple[str, ...], text: str, standalone: str) -> None:
    """Read as a continuation, a turn stands behind the question before it; a year takes the place of the old one."""
    question = Question(text, ON, tuple(Turn(turn) for turn in earlier))
    assert continued(question) == standalone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Where do I end up if they do it?", True),
        ("Is it paid?", True),
        ("Even an executive who left over misconduct in the end, with a long record of high ratings?", True),
        ("If an executive is removed for misconduct, which procedure applies?", False),
        ("Is the award paid in December?", False),
        ("What is the award of an executive whose appraisal period ends in September if it ends early?", False),
    ],
)
def test_a_pronoun_near_the_opening_points_back(text: str, expected: bool) -> None:
    """A pronoun among the opening words means something said before; a late one mostly means the turn's own noun."""
    assert points_back(text) is expected


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("and the year before that?", 2023),
        ("what about the previous year", 2023),
        ("and the year after?", 2025),
        ("What was it in the following year?", 2025),
        ("and last year?", 2025),
        ("and for next year?", 2025),
        ("and next year's?", 2025),
        ("two years earlier?", 2022),
        ("and six years before that?", 2018),
        ("10 years later?", 2034),
        ("and the year prior to that?", 2023),
    ],
)
def test_a_year_is_counted_from_the_turn_before(text: str, year: int) -> None:
    """The year before or after is that of the turn before; last year is that of the day of asking."""
    asked = place_years(question(text, "What was the SES pay range in 2024?"))
    assert str(year) in resolve(asked)
    assert "2024" not in resolve(asked)


@pytest.mark.parametrize(
    "text", ["How much leave may be carried into the next year?", "What happens in the year before retirement?"]
)
def test_a_year_that_is_counted_from_something_else_stays(text: str) -> None:
    """What is carried into the next year, and the year before an event, are not those beside the year before."""
    asked = question(text, "What was the SES pay range in 2024?")
    assert place_years(asked) == asked


def test_an_impossible_day_of_a_turn_before_stops_no_later_turn() -> None:
    """Only the turn that is asked is refused for it."""
    asked = question("What is a performance review board?", "What was the pay range on 30 February 2025?")
    assert place_years(asked).text == asked.text
    with pytest.raises(ImpossibleDateError):
        place_years(question("What was the pay range on 31.02.2025?"))


def test_a_year_is_counted_from_today_without_another() -> None:
    """Where no turn names a year, nothing is put in the words' place."""
    asked = question("and the previous year?", "What is the SES pay range?")
    assert place_years(asked) == asked


@pytest.mark.parametrize(
    ("earlier", "standalone"),
    [
        ("What is the top of the range this year?", "What is the top of the range in 2020?"),
        ("What is this year's maximum?", "What is 2020's maximum?"),
        ("What was the limit in FY26?", "What was the limit in FY2020?"),
    ],
)
def test_a_year_takes_the_place_of_this_year(earlier: str, standalone: str) -> None:
    """A follow-up that names a year moves a question about "this year"."""
    assert resolve(question("and in 2020?", earlier)) == standalone
    assert resolve(question("and FY20?", earlier)) == standalone


@pytest.mark.parametrize(
    ("text", "earlier", "standalone"),
    [
        (
            "no, I meant can my own agency drop me in my first year?",
            "Can the White House fire a career executive?",
            "can my own agency drop me in my first year?",
        ),
        (
            "No, I meant the old set.",
            "List the executive core qualifications.",
            "List the executive core qualifications: the old set?",
        ),
        ("and now?", "What was the SES maximum in 2012?", "What is the SES maximum in 2026?"),
    ],
)
def test_a_correction_and_now_take_the_place(text: str, earlier: str, standalone: str) -> None:
    """A correction that asks a whole question is that question, another one is joined; "now" ends an earlier year."""
    assert resolve(question(text, earlier)) == standalone


def test_a_year_ends_the_now_of_the_turn_before() -> None:
    """What was asked of nowadays and is then asked of a year is not asked of nowadays any more."""
    assert resolve(question("and in 2020?", "What is the limit nowadays?")) == "What is the limit in 2020?"


@pytest.mark.parametrize(
    ("earlier", "text", "standalone"),
    [
        ("What is the top rate at a certified agency?", "and at those that aren't?", "not certified?"),
        ("What is the top rate at a certified agency?", "and without?", "not certified?"),
        ("May career executives get a bonus?", "what about people who are not?", "noncareer?"),
        ("What is the top rate at an agency that is not certified?", "and if not?", " certified?"),
        ("What is the top rate at a certified agency?", "ok and ours isn't?", "not certified?"),
        ("What is the top rate at a certified agency?", "what if we are not?", "not certified?"),
    ],
)
def test_those_of_whom_it_does_not_hold_are_the_opposite(earlier: str, text: str, standalone: str) -> None:
    """A turn that only denies what was said asks the same of the opposite kind."""
    assert resolve(question(text, earlier)).endswith(standalone)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Back to awards: what about those?", "How large may an award be"),
        ("and what about those?", "How much sick leave is earned"),
        ("Back to sick leave: what about that?", "How much sick leave is earned"),
    ],
)
def test_a_return_goes_on_from_the_turn_it_speaks_of(text: str, start: str) -> None:
    """A turn that says that it goes back, and speaks of an earlier turn alone, is a follow-up to that one."""
    assert continued(question(text, "How large may an award be?", "How much sick leave is earned?")).startswith(start)


def test_a_return_may_name_something_of_the_same_family() -> None:
    """A turn that says that it goes back and names another appointment goes on from the turn that named one."""
    turn = question("Back to that. And for noncareer ones?", "How much may career executives get?", "Is leave earned?")
    assert continued(turn).startswith("How much may executives get")


def test_a_denial_of_nothing_named_takes_the_subject_over() -> None:
    """Where the question before names no kind that has an opposite, both are said together."""
    assert resolve(question("and if not?", "May executives earn credit hours?")).startswith(
        "May executives earn credit"
    )


def test_the_first_element_of_something_new_is_no_item_of_a_list() -> None:
    """An ordinal beside words of its own is not looked up among the items of the last answer."""
    asked = question("and now: lowest weight permitted for the first element?", "Weights under the 2012 plan?")
    assert "points" not in resolve(asked, lambda _: ("475 points", "400 points", "300 points"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("between what and what, as a share of salary?", True),
        ("Is it paid when somebody leaves within the year, and is it paid to their heirs?", True),
        ("And where the head of the agency wants to bring somebody in from industry right away?", True),
        ("My deputy asks why each of us has to fill in a sheet with courses every year.", False),
        (
            "Do they keep it if the office moves to another city and the work is handed on to a contractor who has no"
            " federal staff?",
            False,
        ),
    ],
)
def test_only_what_is_brief_may_continue(text: str, expected: bool) -> None:
    """What is told at length tells its own matter, unless it opens as a continuation."""
    assert may_continue(text, points_back(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Which kinds of compensation count toward the limit?", True),
        ("what if Leading Change were 5?", False),
        ("is it more?", False),
        ("now with the waiver and four years", False),
    ],
)
def test_a_whole_question_opens_as_one(text: str, expected: bool) -> None:
    """A turn that opens as a question and names what it is about asks for itself."""
    assert is_outright(text) is expected


def test_what_is_newly_asked_is_told_from_the_subject_lent() -> None:
    """A follow-up put behind the question before it asks its own words; one with another year asks all of it."""
    assert newly_asked("Who sets my pay: how often can they change it?", "and how often can they change it") == (
        "and how often can they change it"
    )
    assert newly_asked("SES pay range in 2019?", "and in 2019?") == "SES pay range in 2019?"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("That isn't what I was after. I want to know how fast it grows.", "a new year: how fast it grows?"),
        ("Not what I asked. Who signs the rating at the end?", "Who signs the rating at the end?"),
    ],
)
def test_what_was_not_meant_is_asked_anew(text: str, expected: str) -> None:
    """A turn that the answer missed is put in other words, on the same matter where it says "it"."""
    assert resolve(question(text, "How much leave can I carry into a new year?")).endswith(expected)


@pytest.mark.parametrize(
    "text", ["Now the same for somebody noncareer.", "same question for noncareer", "same with noncareer?"]
)
def test_the_same_of_others_is_asked_on(text: str) -> None:
    """What opens with "the same for" asks the question before it of somebody else."""
    found = resolve(question(text, "May an agency pay a recruitment incentive to a career executive?"))
    assert "recruitment incentive" in found
    assert "noncareer" in found
    assert " career" not in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Same for Merit and Competence, please", "Which skills belong to Merit and Competence?"),
        ("and the people one?", "Which skills belong to people?"),
        ("And its budget?", "Which skills belong to Driving Efficiency: its budget?"),
    ],
)
def test_the_same_of_another_takes_the_place_of_the_name(text: str, expected: str) -> None:
    """What the same is asked of stands where the name stood."""
    assert resolve(question(text, "Which skills belong to Driving Efficiency?")) == expected


def test_a_turn_that_only_tells_goes_with_the_question_before_it() -> None:
    """Between two questions, what is told lends its words and takes the subject of neither away."""
    told = "My husband is a scientist, he isn't one of those."
    found = resolve(question("So does he get the same deal?", "How much vacation carries over?", told))
    assert found.startswith("How much vacation carries over: My husband is a scientist")
    assert found.endswith("does he get the same deal?")


def test_a_third_turn_goes_on_from_what_the_second_asked_about() -> None:
    """After a follow-up with a matter of its own, the next one is about that, not about where the talk began."""
    turns = ("What is a PRB?", "who is on it?", "does it decide my bonus?")
    assert resolve(question("how big can that be?", *turns)) == "does it decide my bonus: how big can that be?"
    assert resolve(question("and in 2022?", *turns[:2])) == "What is a PRB: who is on it in 2022?"


def test_what_is_told_of_oneself_behind_a_question_belongs_to_it() -> None:
    """A last turn that only tells something of somebody gives the question before it its case."""
    asked = "Does the county pay for insurance once I retire?"
    assert resolve(question("ill have 22 years in", asked)) == f"{asked[:-1]}: ill have 22 years in?"
    assert resolve(question("SES pay maximum", asked)) == "SES pay maximum"
