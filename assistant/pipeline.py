"""The question's path, top to bottom: guard, resolve, route, compute, search, write, check."""

from __future__ import annotations

import hashlib
import json
import time
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from assistant import conversation, grounding, messages, router, spoken
from assistant.answerers import computed, extractive
from assistant.dates import Dated, ImpossibleDateError, read_dates
from assistant.encoder import Encoder, open_encoder
from assistant.errors import EncoderError
from assistant.index import Release
from assistant.notices import notices_of, passed_over
from assistant.releases import open_release
from assistant.retriever import OUT_OF_FORCE, Retriever
from assistant.rules.fields import InvalidInputError, MissingInputError
from assistant.rules.tables import NotInForceError
from assistant.settings import Settings, read_settings
from assistant.spelling import Speller
from assistant.types import (
    Answer,
    Calculation,
    Claim,
    Draft,
    Hit,
    Need,
    Notice,
    Passage,
    Question,
    Reason,
    Spoken,
    Status,
    Trace,
    Turn,
)
from assistant.words import stems

REMEMBERED = 512
"""Answers kept; one takes some 20 KB."""

CANDIDATES = 10
"""Hits looked at, best first, before abstaining."""

RULE_WORDS, RULE_SENTENCES = 45, 2
"""What of the rule is said beside figures."""

BESIDE = 40
"""Hits among which pages are looked for that say otherwise than the answer."""


SURE = 0.7
"""Confidence from which a turn of a conversation stands by itself."""


class _End(Exception):  # noqa: N818  an end of the path, not a fault
    """Leaves the path with a status other than answered."""

    def __init__(self, status: Status, reason: Reason, text: str, needs: tuple[Need, ...] = ()) -> None:
        super().__init__(text)
        self.status, self.reason, self.text, self.needs = status, reason, text, needs


class Assistant:
    """Answers questions from one release. Cheap to keep, safe to share between threads that only ask."""

    def __init__(self, release: Release, encoder: Encoder, remember: int = REMEMBERED) -> None:
        """Take an opened release and the encoder that made it (``ReleaseError`` when it did not).

        ``remember`` is how many answers are kept for the same question asked again; 0 keeps none.
        """
        self.release = release
        self.retriever = Retriever(release, encoder)
        self.speller = Speller(release.texts, encoder.knows)
        self._remembered = lru_cache(maxsize=remember)(self._walk)

    @classmethod
    def open(cls, home: str | Path | None = None, release: str | None = None) -> Assistant:
        """Open a release of ``home``, the current one by default, with the encoder of the settings."""
        settings: Settings = read_settings(home)
        with ThreadPoolExecutor(max_workers=1) as pool:
            encoder = pool.submit(_loaded_encoder, settings)
            opened = open_release(settings.home, release)
            return cls(opened, encoder.result())

    def answer(self, question: Question) -> Answer:
        """Answer, or say in which way there is no answer. Same question, date, history and release: same answer.

        The last answers are kept; one given again shows how, and how fast, it was found the first time.
        """
        found = self._remembered(self.release.id, question)
        if any(notice.text == messages.SERVER_AWAY for notice in found.notices):
            self._remembered.cache_clear()  # once the server is back, the question is looked at again
        return found

    def _walk(self, _release: str, question: Question) -> Answer:
        path = _Path(self, question)
        try:
            return path.run()
        except _End as end:
            return path.ended(end)

    def search(self, text: str, on: date, k: int = 10) -> tuple[Hit, ...]:
        """Return the best ``k`` hits for ``text``."""
        return self.retriever.search(text, on, k)


def _loaded_encoder(settings: Settings) -> Encoder:
    """Load the encoder beside the release; what is wrong with its export is told when it is used."""
    encoder = open_encoder(settings.home, settings.encoder)
    with suppress(EncoderError):
        encoder.warm()
    return encoder


class _Path:
    """One walk down the path, with what each stage found."""

    def __init__(self, assistant: Assistant, question: Question) -> None:
        self.retriever, self.release, self.speller = assistant.retriever, assistant.release, assistant.speller
        self._search = cache(self.retriever.search)
        self.question = replace(question, text=_clean(question.text))
        self.standalone = self.question.text
        self.trace: list[Trace] = []
        self.related: tuple[str, ...] = ()
        self.beside: tuple[str, ...] = ()
        self._since = time.perf_counter()

    def run(self) -> Answer:
        self._guard()
        self._resolve()
        self._route()
        dated = self._read_dates()
        asked = self._understand()
        drafts = [self._worked_out(asked)] if asked else []
        parts = self._apart(asked) if asked else self._parts()
        return self._write(drafts, parts, dated)

    def _parts(self) -> tuple[str, ...]:
        """Return the questions in one, or the whole where it is sure and a part of it asks nothing of its own."""
        parts = conversation.parts(self.standalone)
        if len(parts) == 1 or self._sureness(self.standalone)[0] < SURE:
            return parts
        found = [self._sureness(part, self._context(part)) for part in parts]
        apart = all(sure >= SURE or beside < 0 for sure, beside, _ in found)
        return parts if apart and len({best for _, _, best in found}) == len(found) else (self.standalone,)

    def _context(self, part: str) -> str:
        """Return the whole question for a part that leaves its subject to it, nothing for one that is sure alone."""
        return "" if self._sureness(part)[0] >= SURE else self.standalone

    def _write(self, drafts: list[Draft], parts: Sequence[str], dated: Dated) -> Answer:
        """Write what text has to say on ``parts``, after the ``drafts`` that figures have answered."""
        unanswered = []
        budget = max(extractive.LONGEST // max(len(parts), 1), extractive.SHORTEST)
        for part in parts:
            try:
                drafts.append(self._draft(part, dated, self._context(part) if len(parts) > 1 else "", budget))
            except _End as end:
                unanswered.append((part, end))
        if not drafts:
            raise unanswered[0][1]
        return self._answered(drafts, [part for part, _ in unanswered])

    def _guard(self) -> None:
        """Keep personal data and over-long text out; of earlier turns only what is personal is taken out."""
        found = router.personal_data(self.question.text)
        if found is not None:
            self.question = replace(self.question, text=found[1])
            self.standalone = found[1]
            raise _End("abstained", "personal_data", messages.abstention("personal_data", kind=found[0]))
        length = len(self.question.text)
        if length > router.LIMIT:
            text = messages.abstention("too_long", length=length, limit=router.LIMIT)
            raise _End("abstained", "too_long", text)
        earlier = tuple(replace(turn, question=_harmless(turn.question)) for turn in self.question.history)
        self.question = replace(self.question, history=earlier)
        self._mark("guard", f"{length} characters")

    def _resolve(self) -> None:
        if router.is_courtesy(self.question.text):
            raise _End("out_of_scope", "other_subject", messages.COURTESY)
        try:
            self.standalone = self.speller.repair(conversation.resolve(self.question, self._enumeration))
            if self.question.history and self.standalone == self.speller.repair(self.question.text):
                self.standalone = self._in_context(self.standalone)
        except ImpossibleDateError as error:
            raise self._impossible(error) from None
        self._mark("resolve", "follow-up" if self.standalone != self.question.text else "stands alone")

    def _in_context(self, alone: str) -> str:
        """Return a question that is not sure by itself with the subject of the one before, where that makes it sure."""
        sure, beside, _ = self._sureness(alone)
        points = conversation.points_back(alone)
        if (sure >= SURE and not points) or beside < 0:
            return alone
        joined = self.speller.repair(conversation.continued(self.question, self._enumeration))
        return joined if self._sureness(joined)[0] >= (SURE if points else max(SURE, sure)) else alone

    def _sureness(self, text: str, whole: str = "") -> tuple[float, float, str]:
        """Return the best confidence that ``text`` finds, the margin over what lies beside, and the passage."""
        dated = read_dates(text, self.question.on)
        hits = self._search(text, dated.on, BESIDE, dated.years, whole)[:CANDIDATES]  # as a draft will search
        if not hits:
            return 0.0, 0.0, ""
        sure = max(grounding.confidence(hit, hits) for hit in hits)
        return sure, max(map(grounding.margin, hits)), hits[0].passage.id

    def _enumeration(self, question: str) -> tuple[str, ...]:
        """Return the items that the answer to an earlier ``question`` lists, for "the fourth one"."""
        hits = self.retriever.search(question, read_dates(question, self.question.on).on, 1)
        return conversation.items_of(hits[0].passage.text) if hits else ()

    def _route(self) -> None:
        other = router.other_ses(self.standalone)
        if other is not None:
            raise _End("out_of_scope", "other_ses", messages.abstention("other_ses", text=other))
        if router.is_personal_case(self.question.text, self.retriever.knows):
            self.standalone = self._general(self.standalone)
        self._mark("route", "federal SES")

    def _general(self, text: str) -> str:
        """Return what ``text`` asks beside a personal case, by rule; leave the path when it asks no more."""
        parts = conversation.parts(text)
        general = [part for part in parts if not router.is_personal_case(part, self.retriever.knows)]
        if not any(part.endswith("?") or conversation.asks(part) for part in general):
            raise _End("abstained", "personal_case", messages.abstention("personal_case"))
        self.beside = (messages.PERSONAL_BESIDE,)
        return "; ".join(general)

    def _read_dates(self) -> Dated:
        try:
            return read_dates(self.standalone, self.question.on)
        except ImpossibleDateError as error:
            raise self._impossible(error) from None

    def _impossible(self, error: ImpossibleDateError) -> _End:
        return self._invalid(f"There is no such day as {error}: please give the date again.")

    def _understand(self) -> Spoken | None:
        """Return the calculation that the conversation asks for in words, ``None`` when it asks for text."""
        try:
            asked = spoken.understand(self.question, self.speller.repair)
        except ImpossibleDateError as error:
            raise self._impossible(error) from None
        except InvalidInputError as error:
            raise self._invalid(str(error)) from None
        if asked:
            self._mark("understand", f"{asked.name} with {', '.join(sorted(asked.inputs)) or 'no inputs'}")
        return asked

    def _worked_out(self, asked: Spoken) -> Draft:
        """Work out the calculation and say the rule beside it; leave the path when an input is missing or wrong."""
        try:
            calculation = computed.compute(asked)
        except MissingInputError as error:
            text = messages.abstention("missing_input", wanted=messages.wanted(error.needs))
            raise _End("needs_input", "missing_input", text, error.needs) from None
        except InvalidInputError as error:
            raise self._invalid(str(error)) from None
        except NotInForceError as error:
            raise self._abstained("not_in_force", problem=str(error)) from None
        self._mark("compute", calculation.name)
        forbidden = calculation.value.get("allowed") == "no"  # its sentence names the law itself
        return Draft(() if forbidden else self._rule(asked), calculation)

    def _apart(self, asked: Spoken) -> tuple[str, ...]:
        """Return the questions beside a calculation; one that says "it" means the calculation's subject."""
        subject = (Turn(spoken.declared()[asked.name].rule),)
        return tuple(conversation.resolve(Question(part, self.question.on, subject)) for part in asked.apart)

    def _rule(self, asked: Spoken) -> tuple[Claim, ...]:
        """Return the sentences of the rule behind a calculation, none when no passage is sure."""
        question = spoken.declared()[asked.name].rule
        try:
            return self._draft(question, Dated(asked.on), "", RULE_WORDS).claims[:RULE_SENTENCES] if question else ()
        except _End:
            return ()

    def _invalid(self, problem: str) -> _End:
        return _End("needs_input", "invalid_input", messages.abstention("invalid_input", problem=problem))

    def _draft(self, part: str, dated: Dated, whole: str, budget: int) -> Draft:
        """Search and write for one part of the question; leave the path when nothing may answer it."""
        found = self._search(part, dated.on, BESIDE, dated.years, whole)
        hits = found[:CANDIDATES]
        self.related = self.related or tuple(dict.fromkeys(hit.passage.heading[-1] for hit in hits[:4]))
        self._mark("search", ", ".join(f"{hit.passage.id} {hit.score}" for hit in hits[:3]) or "nothing")
        self._refuse_unknown_years(part, hits, dated)
        accepted = self._accepted(part, hits)
        self._refuse_future(accepted[0].passage, dated)
        calculation = self._compute(part, accepted[0].passage, dated)
        written = extractive.write(part, accepted, dated.years, budget)
        claims = tuple(claim for claim in written if grounding.is_supported(claim))
        self._mark("write", f"{len(claims)} sentences" + (f" and {calculation.name}" if calculation else ""))
        if not claims:
            raise self._abstained("unsupported", missing="it in a sentence that can be cited")
        beside = grounding.nearly_chosen(found, accepted[0], OUT_OF_FORCE)
        notices = passed_over(accepted[0].passage, beside, dated.on)
        if accepted[0].by_words:
            notices = (*notices, Notice("general_information", messages.SERVER_AWAY))
        return Draft(claims, calculation, notices)

    def _refuse_unknown_years(self, part: str, hits: Sequence[Hit], dated: Dated) -> None:
        """Leave the path when the figures of a year without a known table are asked for."""
        named = [hit.passage.calculation for hit in hits[:3] if hit.passage.calculation]
        if named and dated.years and not conversation.asks_when(part):
            try:
                computed.compute(spoken.inputs_of(named[0], part, dated))
            except NotInForceError as error:
                raise self._abstained("not_in_force", problem=str(error)) from None
            except (MissingInputError, InvalidInputError):
                return

    def _refuse_future(self, passage: Passage, dated: Dated) -> None:
        """Leave the path when a year to come is named that the passage does not speak of."""
        to_come = [year for year in dated.years if year > self.question.on.year]
        if to_come and not any(str(year) in passage.text for year in to_come):
            problem = f"What will hold in {to_come[0]} is not known on {messages.say(self.question.on)}."
            raise self._abstained("not_in_force", problem=problem)

    def _accepted(self, part: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """Return the hits that are sure enough and speak of what the question insists on, best first."""
        scores = [grounding.confidence(hit, hits) for hit in hits]
        best = max(scores, default=0.0)
        self._mark("check", f"confidence {best}")
        if best < grounding.ACCEPT:
            known = any(self.retriever.knows(word) for word in stems(part))
            if not known or (best < grounding.SAME_SUBJECT and not grounding.lies_beside(hits)):
                raise _End("out_of_scope", "other_subject", messages.abstention("other_subject"))
            raise self._nothing_found(part, hits)
        sure = [hit for hit, score in zip(hits, scores, strict=True) if score >= grounding.ACCEPT]
        near = [hit for hit in sure if hit.score >= sure[0].score - grounding.NEXT_WITHIN]
        fitting = [hit for hit in near if not grounding.missing(part, hit.passage)]
        fitting = fitting or grounding.on_the_same(part, hits, sure[0])
        if not fitting:
            raise self._abstained("unsupported", missing=" and ".join(grounding.missing(part, sure[0].passage)))
        return tuple(fitting)

    def _nothing_found(self, part: str, hits: Sequence[Hit]) -> _End:
        """Abstain; where the question is nearest to a matter that the corpus does not treat, name that."""
        topic = self.retriever.topic_beside(part) if grounding.lies_beside(hits) else None
        return self._abstained("no_evidence") if topic is None else self._abstained("no_evidence", topic=topic)

    def _compute(self, part: str, passage: Passage, dated: Dated) -> Calculation | None:
        if passage.calculation is None or spoken.asks_for_meaning(part):
            return None
        try:
            return computed.compute(spoken.inputs_of(passage.calculation, part, dated))
        except NotInForceError as error:
            raise self._abstained("not_in_force", problem=str(error)) from None
        except (MissingInputError, InvalidInputError):
            return None

    def _answered(self, drafts: Sequence[Draft], unanswered: Sequence[str]) -> Answer:
        claims = tuple(dict.fromkeys(claim for draft in drafts for claim in draft.claims))
        calculation = next((draft.calculation for draft in drafts if draft.calculation), None)
        beside = tuple(notice for draft in drafts for notice in draft.notices)
        citations = grounding.cite(claims)
        sentences = [f"{_one_line(citation.quote)} [{citation.number}]" for citation in citations]
        if calculation is not None:
            sentences.insert(0, calculation.sentence)
        sentences += [messages.PART_UNANSWERED.format(part=part) for part in unanswered]
        answer = self._blank("answered", None, " ".join((*sentences, *self.beside)))
        used = {claim.passage.heading[-1] for claim in claims}
        return replace(
            answer,
            citations=citations,
            calculation=calculation,
            notices=tuple(dict.fromkeys((*notices_of(claims, calculation, self.question.on), *beside))),
            related=tuple(heading for heading in self.related if heading not in used)[:3],
        )

    def ended(self, end: _End) -> Answer:
        self._mark("end", f"{end.status} {end.reason}")
        related = self.related or self._nearest_questions() if end.status == "abstained" else ()
        return replace(self._blank(end.status, end.reason, end.text), related=related[:3], needs=end.needs)

    def _nearest_questions(self) -> tuple[str, ...]:
        """Return the questions of the release that are nearest to one that was left before any search."""
        if not stems(self.standalone) or len(self.standalone) > router.LIMIT:
            return ()
        hits = self.retriever.search(self.standalone, self.question.on, 4)
        return tuple(dict.fromkeys(hit.passage.heading[-1] for hit in hits))

    def _blank(self, status: Status, reason: Reason | None, text: str) -> Answer:
        asked = [turn.question for turn in self.question.history]
        identity = json.dumps([self.question.text, asked, self.question.on.isoformat(), self.release.id])
        return Answer(
            id=hashlib.sha256(identity.encode()).hexdigest()[:16],
            question=self.question.text,
            standalone=self.standalone,
            on=self.question.on,
            release=self.release.id,
            status=status,
            reason=reason,
            text=text,
            trace=tuple(self.trace),
        )

    def _abstained(self, reason: Reason, **facts: object) -> _End:
        return _End("abstained", reason, messages.abstention(reason, **facts))

    def _mark(self, stage: str, finding: str) -> None:
        now = time.perf_counter()
        self.trace.append(Trace(stage, round(now - self._since, 6), finding))
        self._since = now


def _clean(text: str) -> str:
    """Return NFC text without control and invisible characters; tabs and newlines stay."""
    normal = unicodedata.normalize("NFC", text)
    return "".join(c for c in normal if c in "\t\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")).strip()


def _harmless(text: str) -> str:
    """Return an earlier turn cleaned, cut to the limit and without personal data."""
    cleaned = _clean(text)[: router.LIMIT]
    found = router.personal_data(cleaned)
    return found[1] if found else cleaned


def _one_line(quote: str) -> str:
    return " ".join(quote.split())
