"""Words as index and check see them."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.data import read_yaml
from assistant.lexicon import FUNCTION_WORDS, canonical, constraints, lexicon_digest, names_ses
from assistant.shorthand import written_out
from assistant.tokens import tokens
from assistant.words import asking_sentence, asks_for_pay_figures, asks_for_the_past, stems, stems_of_question


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GS-15", ["gs", "15"]),
        ("$209,600", ["209600"]),
        ("$209,600 or $228,000", ["209600", "or", "228000"]),
        ("1,234,567", ["1234567"]),
        ("2.5 percent", ["2.5", "percent"]),
        ("5 U.S.C. 5382(a)", ["5", "u", "s", "c", "5382", "a"]),
        ("an executive's pay", ["an", "executives", "pay"]),
        ("an executive’s pay", ["an", "executives", "pay"]),
        ("they don't", ["they", "dont"]),
        ("ＳＥＳ", ["ses"]),
        ("", []),
        ("?!", []),
    ],
)
def test_tokens_are_lower_case_words_and_whole_figures(text: str, expected: list[str]) -> None:
    """Words come out lower-case and figures whole, whatever quotes, hyphens, commas or wide letters are used."""
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vacation", "annual leave"),
        ("PTO", "annual leave"),
        ("ECQs", "executive core qualification"),
        ("Level III", "EX-III"),
        ("bonuses", "performance award"),
        ("layoffs", "reduction in force"),
        ("salary band", "pay range"),
        ("OPM", "Office of Personnel Management"),
        ("seniors executives", "SES"),
    ],
)
def test_known_phrases_have_one_canonical_form(one: str, other: str) -> None:
    """Two ways to say the same thing of the field give the same canonical words."""
    assert canonical(one) == canonical(other)


def test_the_longest_phrase_wins() -> None:
    """A signing bonus is a recruitment incentive, not a performance award with a signature."""
    assert canonical("signing bonus") == ["recruitment", "incentive"]
    assert canonical("bonus") == ["performance", "award"]


def test_performance_words_inside_another_phrase_are_left_alone() -> None:
    """A performance review board is not a performance review."""
    assert canonical("the performance review board") == ["the", "performance", "review", "board"]
    assert canonical("my performance review") == ["my", "appraisal"]


def test_stems_leave_function_words_out_and_keep_order() -> None:
    """Only content words are searched for, in the order in which they were said."""
    assert stems("How many hours of annual leave do I get?") == ["hour", "annual", "leav"]
    assert stems("what is it about") == []


@pytest.mark.parametrize(("one", "other"), [("appointee", "appointees"), ("certified", "certify")])
def test_inflected_words_share_a_stem(one: str, other: str) -> None:
    """Singular and plural, or verb and participle, meet in the index."""
    assert stems(one) == stems(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What were the ECQs?", True),
        ("What is the old list?", True),
        ("What used to apply?", True),
        ("Which ECQs held until 2025?", True),
        ("What are the ECQs?", False),
        ("How long is it kept before you send it back?", False),
        ("What held before the change?", True),
        ("How are people used to fill gaps?", True),
        ("What is used for scoring?", False),
    ],
)
def test_words_of_the_past_are_heard(text: str, expected: bool) -> None:
    """A question in the past tense, or with a word of history, asks for the past; one in the present does not."""
    assert asks_for_the_past(text) is expected


@pytest.mark.parametrize(
    ("text", "family", "values"),
    [
        ("a noncareer appointee", "appointment", {"noncareer"}),
        ("political appointees", "appointment", {"noncareer"}),
        ("limited term or limited emergency", "appointment", {"limited term", "limited emergency"}),
        ("career appointees", "appointment", {"career"}),
        ("sick days", "leave", {"sick leave"}),
        ("vacation", "leave", {"annual leave"}),
        ("Senior Foreign Service", "plan", {"foreign service"}),
        ("a GS-15", "plan", {"general schedule"}),
        ("an agency that is not certified", "certification", {"not certified"}),
        ("a certified agency", "certification", {"certified"}),
    ],
)
def test_a_question_insists_on_what_it_names(text: str, family: str, values: set[str]) -> None:
    """Appointment type, leave type, pay plan and certification are read from the words."""
    assert constraints(text)[family] == values


def test_nothing_named_means_nothing_insisted_on() -> None:
    """A question that names no value of any family insists on none."""
    assert constraints("How do I write a resume?") == {}


@pytest.mark.parametrize("text", ["certified and otherwise", "with and without certification", "certified or not"])
def test_both_kinds_of_system_can_be_named_at_once(text: str) -> None:
    """A question about either kind of agency insists on both values."""
    assert constraints(f"the maximum, {text}")["certification"] == {"certified", "not certified"}


def test_what_is_only_compared_with_is_not_insisted_on() -> None:
    """A question that likens executives to the General Schedule does not ask about the General Schedule."""
    assert "plan" not in constraints("Do executives earn 4 hours, same as GS?")
    assert constraints("Do GS employees earn 4 hours?")["plan"] == {"general schedule"}


def test_not_certified_does_not_also_mean_certified() -> None:
    """The word certified inside "not certified" is no second value."""
    assert constraints("non-certified agencies")["certification"] == {"not certified"}


def test_every_function_word_is_one_token() -> None:
    """A function word that the tokenizer would cut up could never be left out."""
    assert [word for word in sorted(FUNCTION_WORDS) if tokens(word) != [word]] == []


def test_every_synonym_stands_for_the_first_of_its_group() -> None:
    """A phrase that another one hides, or that is longer than any that is looked for, would never be replaced."""
    groups = read_yaml((files("assistant") / "lexicon.yaml").read_text("utf-8"))["synonyms"]
    assert [p for group in groups for p in group if canonical(p) != canonical(group[0])] == []


def test_the_lexicon_has_a_stable_digest() -> None:
    """The digest of the lexicon is sixteen hexadecimal digits and the same at every call."""
    assert re.fullmatch(r"[0-9a-f]{16}", lexicon_digest())
    assert lexicon_digest() == lexicon_digest()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_plain_tokens(text: str) -> None:
    """Whatever is typed, tokens are lower-case words or figures, and reading them again changes nothing."""
    found = tokens(text)
    assert all(re.fullmatch(r"[a-z]+|\d+(\.\d+)?", token) for token in found)
    assert tokens(" ".join(found)) == found


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=1000, max_value=9_999_999))
def test_a_figure_is_one_token_however_it_is_grouped(figure: int) -> None:
    """Thousands separators and a dollar sign make no difference."""
    assert tokens(f"${figure:,}") == tokens(str(figure)) == [str(figure)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("need 2 compete agn 4 1st appt?", "need to compete again for 1st appointment?"),
        ("hw oftn r they paid", "how often are they paid"),
        ("wat happens n wen", "what happens and when"),
        ("wat happens after 2 ratings of level 2", "what happens after 2 ratings of level 2"),
        ("hw many of 4 elements", "how many of 4 elements"),
        ("Are 2 of 4 ratings at level 4 enough?", "Are 2 of 4 ratings at level 4 enough?"),
    ],
)
def test_short_forms_of_a_phone_are_written_out(text: str, told: str) -> None:
    """Short forms become words; a letter or number only where a sure one shows the habit, and none that counts."""
    assert written_out(text) == told


def test_what_asks_behind_a_colon_is_the_question() -> None:
    """A question behind a colon is the asking sentence; a colon in a mere statement parts nothing."""
    asked = "For the cycle that opened in 2025: which elements is an executive judged on?"
    assert asking_sentence(asked) == "which elements is an executive judged on?"
    assert asking_sentence("Pay range: minimum and maximum?") == "Pay range: minimum and maximum?"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Who sits on the QRB?", True),
        ("Do executives get overtime?", True),
        ("Is there a rank award?", True),
        ("Do I get overtime?", False),
        ("I'm a GS-15.", False),
    ],
)
def test_what_only_the_ses_has_names_it(text: str, names: bool) -> None:
    """The SES, its members, boards and rank awards name it; leave, pay and other pay plans do not."""
    assert names_ses(text) is names


def test_the_past_is_asked_for_by_what_asks() -> None:
    """A "was" in the story around a question does not ask for the past, one that the question leans on does."""
    assert not asks_for_the_past("I was told to look it up. Which elements are executives rated on?")
    assert asks_for_the_past("The list was long. Which elements were on it?")
    assert asks_for_the_past("The former rates, ES-1 to ES-6: I was an ES-2. What do they mean?")


def test_an_ordinal_is_its_number() -> None:
    """The ending of "1st" is no word."""
    assert tokens("the 1st, 2nd and 90th day") == ["the", "1", "2", "and", "90", "day"]


def test_the_year_of_a_story_is_no_subject() -> None:
    """A year outside the sentence that asks is not searched for; one in it is, and so is every other word."""
    found = stems_of_question("I was certified in 2018. Does the certification expire?")
    assert found == ["certifi", "certif", "forfeit"]
    assert "2018" in stems_of_question("Which ECQs counted in 2018?")


def test_the_year_of_a_pay_figure_is_no_subject() -> None:
    """The tables give a figure of pay for every year: a page that speaks of that year is no nearer to it."""
    assert stems_of_question("What was the highest basic pay in 2018?") == stems("What was the highest basic pay?")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what does an executive make this year", True),
        ("How much does a senior executive earn?", True),
        ("What could a career executive make in 2025?", True),
        ("What mistakes do executives make?", False),
        ("How big is an award as a share of salary?", False),
        ("Which percentage of basic pay may an award be?", False),
    ],
)
def test_pay_asked_for_is_told_from_shares_of_it(text: str, expected: bool) -> None:
    """What somebody makes is pay; a share or a percentage of pay is none."""
    assert asks_for_pay_figures(text, "this year" in text) is expected


@pytest.mark.parametrize(
    ("text", "kept"),
    [("my HR office", "hr"), ("do they vet me", "vet"), ("on top of that", "top"), ("top brass", "top")],
)
def test_a_word_with_two_meanings_stands_for_no_other(text: str, kept: str) -> None:
    """A short word that is another one, too, is left as it is: HR is no hour, to vet somebody makes no veteran."""
    assert kept in canonical(text)
