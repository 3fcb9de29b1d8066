"""Letters of other alphabets that look like Latin ones: the one table by which rules and model see through them.

Only letters that a keyboard can bring into an English word by mistake or on purpose, upper case to upper and lower to
lower. Whoever uses the table decides where: a text that is really Russian or Greek is left as it is.
"""

CYRILLIC = dict(zip("АВЕКМНОРСТХІЅЈаеорсухіѕјԁһкмтвн", "ABEKMHOPCTXISJaeopcyxisjdhkmtbh", strict=True))
GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαοινρ", "ABEZHIKMNOPTYXaoivp", strict=True))  # noqa: RUF001 - they are what the table is about
LOOK_ALIKES = str.maketrans(CYRILLIC | GREEK)
"""For `str.translate`, before letters are put in lower case: a capital Nu is an N, and a small one looks like a v."""
