"""Where roles' files do not fit how long answers are kept, with file and line."""

from collections.abc import Iterator

from bot.content.files.entry import Content
from bot.content.yaml.fault import Fault, Severity
from bot.core.bank.terms import SETTING, Terms, misfits


def faults(content: Content, terms: Terms, severity: Severity = Severity.ERROR) -> Iterator[Fault]:
    """Yield what does not fit: at its place in a role's file, or by the setting's name where no file is wrong."""
    files = {entry.document.id: entry for entry in content.roles}
    for found in misfits((entry.document for entry in content.roles), terms):
        if found.role is None:
            problem = found.problem.removeprefix(f"{SETTING}: ")
            yield Fault(SETTING, 0, 0, problem, found.remedy, severity)
        else:
            source = files[found.role].source
            yield source.fault(found.problem, found.remedy, *found.key, severity=severity)
