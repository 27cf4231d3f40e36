"""What may answer the visitor's latest words, asked of the base, and what became of it, counted in rows.

Asking reads only, and may take a moment: call it neither on the loop nor on the writer's thread.
"""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from accounts.permissions import Verb
from bot import services as bot
from bot import slots
from bot.memory import recall
from bot.models import Suggestion
from bot.wishes import only_polite
from chatdesk.kernel.errors import Invalid, NotFound
from conversations import access
from conversations.frames import beside, desk, told
from conversations.frames.parts import Draft
from conversations.journal import Tx
from conversations.models import Conversation, Entry
from kb import search
from kb.matching import Hit

MOST, FAINT = 3, 0.05  # shown at most; below this confidence it is no suggestion
ALONG = 3  # messages in a row that are read as one question
SPOKEN = ("visitor", "agent", "bot")


@dataclass(frozen=True, slots=True)
class Question:
    """The visitor's words that wait for an answer, and the line they end with."""

    conversation: Conversation
    seq: int
    text: str
    last: str


def suggest(user: User, frame: desk.Suggest) -> beside.Suggestions:
    """The likeliest articles, in the visitor's language, for whoever may see the conversation and answer."""
    question = asked(user, frame.conversation, None)
    library = search.ready() or search.library()
    drafts = [draft(hit, question, library) for hit in hits(question, library) if hit[0] in library.articles]
    return beside.Suggestions(
        ref=frame.ref, conversation=frame.conversation, seq=question.seq, suggestions=drafts
    )


def asked(user: User, conversation: str, seq: int | None) -> Question:
    """The visitor's last words in a row, up to line `seq` or to the end; raises NotFound, Invalid, NotAllowed."""
    access.require(user, Verb.ANSWER)
    row = access.find(user, conversation)
    lines = Entry.objects.filter(conversation=row, role__in=SPOKEN).order_by("-seq")
    lines = lines.filter(seq__lte=seq) if seq is not None else lines
    run: list[Entry] = []
    for line in lines[: ALONG * 3]:
        if line.role == "visitor" and len(run) < ALONG:
            run.append(line)
        elif run:
            break
    if seq is not None and (not run or run[0].seq != seq):
        raise Invalid(f"line {seq} is none of the visitor's; name the one that was answered")
    words = [line.text for line in reversed(run) if line.text.strip()]
    return Question(row, run[0].seq if run else 0, "\n".join(words), words[-1] if words else "")


def hits(question: Question, library: search.Library) -> list[Hit]:
    """The best few of the words as a whole, or of the last message alone where that says more; none for a greeting or
    for who only wants a person.
    """
    if all(map(only_polite, question.text.splitlines())):
        return []
    whole = library.hits(question.text)
    last = library.hits(question.last) if question.last != question.text else []
    best = max(whole, last, key=lambda found: found[0][1] if found else 0.0)
    return [hit for hit in best if hit[1] >= FAINT][:MOST]


def draft(hit: Hit, question: Question, library: search.Library) -> Draft:
    key, confidence = hit
    article, row = library.articles[key], question.conversation
    lang = bot.lang_of(bot.Heard(str(row.pk), "", question.last, row.locale))
    title, sure = article.question(lang), round(confidence * 100)
    return Draft(
        article=key,
        question=title,
        text=slots.filled(article.answer(lang), recall(str(row.pk)).values),
        confidence=round(confidence, 4),
        why={"zh": f"对应知识库问题“{title}”，把握 {sure}%", "en": f"Matches “{title}”, {sure}% sure"},
    )


# --- what became of it -----------------------------------------------------------------------------------------------
STRENGTH = {"ignored": 0, "inserted": 1, "edited": 2}  # what is said later counts where it says more


@dataclass(frozen=True, slots=True)
class Judged:
    """A suggestion as it was made, and what the agent did with it."""

    question: Question
    article: str
    confidence: float
    act: str


def judge(user: User, frame: desk.Suggested) -> Judged:
    """What is to be counted; raises Invalid for an act or article that doesn't exist."""
    if frame.act not in STRENGTH:
        raise Invalid(f"{frame.act!r} is none of {', '.join(STRENGTH)}")
    question = asked(user, frame.conversation, frame.seq)
    if not question.seq:
        raise Invalid("the visitor hasn't said anything yet that a suggestion could answer")
    library = search.ready() or search.library()
    if frame.article not in library.articles:
        raise NotFound("there is no such article; it may have been withdrawn")
    confidence = dict(hits(question, library)).get(frame.article, 0.0)
    return Judged(question, frame.article, confidence, frame.act)


def count(tx: Tx, user: User, frame: desk.Suggested, judged: Judged) -> told.Ok:
    """One row for each suggestion and agent; the same act again, or a weaker one, changes nothing."""
    row, made = Suggestion.objects.get_or_create(
        conversation=str(judged.question.conversation.pk),
        seq=judged.question.seq,
        article=judged.article,
        agent=user,
        defaults={
            "query": judged.question.text,
            "confidence": judged.confidence,
            "act": judged.act,
            "at": tx.now,
        },
    )
    stronger = STRENGTH[judged.act] > STRENGTH[row.act]
    if stronger:
        row.act, row.at = judged.act, tx.now
        row.save(update_fields=["act", "at"])
    return told.Ok(ref=frame.ref, conversation=frame.conversation, dup=not made and not stronger)
