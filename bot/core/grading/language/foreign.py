"""Whether an answer is in English, which is all that the rules can read.

Language is told by its smallest words: prose is a third of them in any language, and terms of the trade, which are
the same everywhere, tell nothing. Words that are English as well, or commands and names of this trade, are left out.
"""

import re
import unicodedata
from collections.abc import Iterable

from bot.core.grading.language.word_lists import FUNCTION_WORDS

PROFILES = {
    language: frozenset(words.split())
    for language, words in {
        "German": """der das und ist nicht ein eine einen einem einer eines mit für auf dem des von zu wird werden auch
            sich im wenn dann weil aber oder nur noch wie bei aus nach über durch als kann können muss müssen jede
            jeder jedes alle zwischen sie wir ich vom zum zur keine kein mehr schon damit dass daß sind haben
            wurde ohne unter gibt sehr hier dort diese dieser dieses man etwa pro bis sonst immer beim zwei drei
            ins wo was ob würde zuerst""",
        "Spanish": """el los las que y una es por para lo como más pero sus ya este esta esto estos sí porque entre
            cuando
            muy sin sobre también cada son del se su al hay donde hasta desde ni si nos ser está están tiene puede
            pueden hace luego entonces mientras todo todos toda todas así uno otra otro después antes porqué eso
            con nada""",
        "French": """le les des et est une qui dans pour pas sur au aux avec ce cette ne plus sont il elle mais ou donc
            être fait par se du un je nous vous ils elles leur ça ces sans chaque aussi alors même comme tout tous
            peut peuvent faut deux quand puis entre où c'est qu'il n'est d'un d'une l'on très sinon après avant
            jusqu'au""",
        "Italian": """il lo gli che è una non della dei delle degli sono si da nel nella alla più ma anche ogni perché
            come
            tra ed al dal dalla sul sulla ci questo questa questi poi quando ha hanno essere può cui uno due se
            senza prima dopo mentre tutti tutte tutto quindi solo così con su le ai agli di un""",
        "Portuguese": """os uma não mais dos das na nos ao se é são por para em com um pelo pela também cada quando
            mas que
            isso este esta já muito entre sem até ou ele ela eles tem pode podem porque onde depois antes todos
            todas está estão do da nas seu sua só então""",
        "Dutch": """het een van dat voor met niet aan er ook maar bij wordt worden naar zijn deze dit die als dan nog om
            je hij ze wij kan kunnen moet moeten elke geen meer omdat tussen over wel uit heeft hebben zodat
            daarom dus al en te op de waar door zonder na eerst""",
        "Polish": """nie się jest że jak ale przez dla oraz są gdy które który która każdy każda tylko od tak czy lub
            bez
            po przy już jeśli może można aby żeby więc także między być ma mają na ze""",
        "Scandinavian": """och att det som på av för med den inte om ett har de till är jag så kan vid eller när bara
            mellan
            varje er og ikke til fra eller når hvis men også mellom hver blir bli vi man så fordi være""",
        "Czech": """je že se na pro jako ale nebo jsou když které který každý mezi bez pouze také aby tak není při
            podle""",
        "Romanian": """și este în nu care pentru din sunt dar sau mai fiecare între când dacă fără prin după această
            pe cu""",
        "Turkish": """ve bir için ile bu olarak daha her çok gibi ama veya değil olan sonra kadar arasında ne çünkü
            var""",
        "Hungarian": """az és hogy nem egy van csak is minden mert vagy amikor között ha meg nincs lehet kell""",
        "Finnish": """ja on ei että se kun mutta tai jos joka kaikki vain kuin ovat niin voi välillä myös""",
        "Indonesian": """yang dan di ini itu dengan untuk tidak dari adalah pada akan juga atau ke dalam setiap
            karena""",
    }.items()
}  # fmt: skip
SHARED = FUNCTION_WORDS | frozenset(
    """die war hat art man also den so is was an am in on to do no me of for more bit log per con pro via via se si
    su la de el en un es le du et al ai ci cd na da die dal pas men on over af or er it as at by be ha var ma po
    we te op je ms tar van ze ne ni son plus comme pod sum pole sin ad ed os mi tot ver hier gibt den do am i a e
    o y come non eso till door due care""".split()
)
"""Words that say nothing about a language here: English ones, names, commands, abbreviations."""
OWN = {language: words - SHARED for language, words in PROFILES.items()}
UNION = frozenset().union(*OWN.values())

FEWEST = 2
"""So many different words that are no English ones show that a part of an answer is in another language."""
WHOLE, PART = 0.12, 0.02
"""Shares of such words among all: of an answer in another language, and of one that is partly in it."""
ACCENT = re.compile("[\u00c0-\u024f]")
BORROWED = frozenset(
    "naïve naïvely naïveté café façade über déjà résumé cliché coördinate coördinator reëvaluate".split()
)
FEWEST_LETTERS = 8
FOREIGN_SHARE = 0.12
"""The share of letters of another script that makes an answer unreadable; letters within a Latin word do not count."""


def foreign_language(words: Iterable[str]) -> tuple[str, bool] | None:
    """Return the language that an answer's words are in, if it is not English, and whether only a part of them is.

    words: in lower case, as they stand, accents kept.
    """
    said = [word for word in words if word[0].isalpha()]
    accented = {word for word in said if ACCENT.search(word) and word not in BORROWED}
    if not accented and not UNION.intersection(said):
        return None
    counts = {language: sum(word in own for word in said) for language, own in OWN.items()}
    language = max(counts, key=lambda name: counts[name])
    different = len(OWN[language].intersection(said) | accented)
    count = sum(word in OWN[language] or word in accented for word in said)
    if different < FEWEST or count < PART * len(said):
        return None
    english = sum(word in FUNCTION_WORDS for word in said)
    return language, count < WHOLE * len(said) or english > count


def other_script(response: str) -> bool:
    """Return whether so much of the text is in words of another script that its meaning lies there."""
    if response.isascii():
        return False
    letters = foreign = 0
    for word in response.split():
        own = [c for c in word if c.isalpha()]
        letters += len(own)
        strange = [c for c in own if not _is_latin(c)]
        if len(strange) > len(own) / 2:
            foreign += len(strange)
    return foreign >= FEWEST_LETTERS and foreign >= FOREIGN_SHARE * letters


def _is_latin(character: str) -> bool:
    if character.isascii():
        return True
    return unicodedata.name(character, "").startswith(
        ("LATIN", "FULLWIDTH LATIN", "MATHEMATICAL", "MICRO SIGN", "GREEK SMALL LETTER MU")
    )
