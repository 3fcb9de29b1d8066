"""One answer in other styles, as other people would put it, which must not move a mark; and what must lower it."""

from collections.abc import Callable, Mapping

from bot.content.trial.disguises import figures, layout, taken_back, wording

STYLES: Mapping[str, Callable[[str], str]] = {
    "in haste": wording.plain,
    "in capitals": wording.shouted,
    "as bullets": layout.bullets,
    "as a numbered list": layout.numbered,
    "as a table": layout.table,
    "in a code block": layout.code_block,
    "quoted by mail": layout.quoted,
    "with words in bold": layout.bold,
    "with words as code": layout.backticks,
    "wrapped at 40": layout.wrapped_narrow,
    "wrapped at 60": layout.wrapped,
    "wrapped at 72": layout.wrapped_mail,
    "a clause a line": layout.clause_a_line,
    "as chat": layout.chat,
    "a sentence a message": layout.sentence_a_message,
    "without punctuation": layout.unpunctuated,
    "commas for full stops": layout.commas_for_stops,
    "with two spaces": layout.two_spaces,
    "with no-break spaces": layout.no_break_spaces,
    "with thin spaces": layout.thin_spaces,
    "with broken words": layout.broken_words,
    "with curled quotes": wording.curled_quotes,
    "without articles": wording.without_articles,
    "as a telegram": wording.telegram,
    "politely": wording.polite,
    "hedged": wording.hedged,
    "doubtfully": wording.doubtful,
    "polished by a machine": wording.polished,
    "mistyped": wording.mistyped,
    "mistyped often": wording.mistyped_often,
    "with look-alike letters": wording.look_alikes,
    "with signs for words": wording.with_signs,
    "in American spelling": wording.american,
    "without contractions": wording.uncontracted,
    "in another order": wording.other_order,
    "with decimal commas": figures.decimal_comma,
    "thousands by space": figures.thousands_by_space,
    "thousands by point": figures.thousands_by_point,
    "thousands by apostrophe": figures.thousands_by_apostrophe,
    "thousands by underscore": figures.thousands_by_underscore,
    "with numbers in words": figures.in_words,
    "in other units": figures.other_units,
    "with units spelled out": figures.spelled_units,
}
"""The same content: the mark stays, or a person is asked for."""

LOWERING: Mapping[str, Callable[[str], str]] = {
    "as questions": taken_back.as_questions,
    "as things to find out": taken_back.would_look,
    "denied": taken_back.denied,
    "as mistakes": taken_back.mistakes,
    "as myths": taken_back.myths,
    "as what others believe": taken_back.what_others_think,
    "in wrong units": figures.wrong_units,
}
"""No longer the same content: the mark falls, or a person is asked for; and none of it is held against anybody."""
