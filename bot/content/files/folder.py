"""The files of a content folder: each becomes a document, or faults that say why not."""

import json
import re
import warnings
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TypeVar

from pydantic import ValidationError

from bot.content.files.entry import DocumentFile
from bot.content.files.in_short import in_full
from bot.content.schema_errors import explain
from bot.content.yaml.fault import Fault, Severity
from bot.content.yaml.parse import parse
from bot.content.yaml.source import YamlSource
from bot.core.bank.document import Document

D = TypeVar("D", bound=Document)


class Folder:
    """Reads the files of one content folder, and keeps what is wrong with them; `named` puts the folder into faults."""

    def __init__(self, root: Path, *, named: bool = False) -> None:
        self.root = root
        self.shown = f"{root}/" if named else ""
        self.faults: list[Fault] = []
        self.unread: set[PurePosixPath] = set()

    def documents(self, top: str, model: type[D], skip: Set[str] = frozenset()) -> tuple[DocumentFile[D], ...]:
        """Return what the YAML files below a folder hold, in order of path; leaves out the folders in `skip`."""
        paths = (path for path in self._files(top) if path.relative_to(top).parts[0] not in skip)
        return tuple(entry for path in paths if (entry := self._entry(path, model)))

    def look_for_strays(self, top: str, read: Iterable[str]) -> None:
        """Note a warning for each file below `top` that is in none of the folders that are read."""
        for path in self._files(top):
            if not any(path.is_relative_to(folder) for folder in read):
                remedy = f"Move it to {' or '.join(read)}"
                self.faults.append(
                    Fault(f"{self.shown}{path}", 0, 0, "nobody reads a file in this place", remedy, Severity.WARNING)
                )

    def _files(self, top: str) -> Iterator[PurePosixPath]:
        """Yield the YAML files below a folder, relative to the content folder; hidden ones belong to an editor."""
        for found in sorted((self.root / top).rglob("*")):
            path = PurePosixPath(found.relative_to(self.root).as_posix())
            if any(part.startswith(".") for part in path.parts):
                continue
            if path.suffix == ".yaml":
                yield path
            elif ending := re.search(r"\.ya?ml(\.txt)?$", path.name, re.IGNORECASE):
                self.unread.add(path.with_name(f"{path.name[: ending.start()]}.yaml"))
                problem = f'the name of this file ends in "{ending.group()}"'
                self.faults.append(Fault(f"{self.shown}{path}", 0, 0, problem, 'Let it end in ".yaml"'))

    def _entry(self, path: PurePosixPath, model: type[D]) -> DocumentFile[D] | None:
        name = str(path)
        try:
            source = parse(name, (self.root / path).read_bytes())
        except OSError as fault:
            problem = f"the file cannot be read ({fault.strerror or fault})"
            source = YamlSource(name, "", None, (Fault(name, 0, 0, problem, "Check that it exists and may be read"),))
        faults = tuple(replace(fault, path=f"{self.shown}{fault.path}") for fault in source.faults)
        source = replace(source, folder=self.shown, faults=faults)
        document = self._document(source, model)
        if document is None:
            ids = [(source.data or {}).get(key) for key in ("id", "item")]
            names = {f"{name}.yaml" for name in ids if isinstance(name, str) and re.fullmatch(r"[a-z0-9-]+", name)}
            self.unread |= {path, *(path.with_name(name) for name in names)}
            return None
        return DocumentFile(source, document)

    def _document(self, source: YamlSource, model: type[D]) -> D | None:
        self.faults.extend(source.faults)
        if source.data is None:
            return None
        data, faults = in_full(source, model)
        self.faults.extend(replace(fault, path=source.shown) for fault in faults)
        try:
            # Python's own remarks on a pattern name no line that a maintainer could find.
            with warnings.catch_warnings(action="ignore"):
                return model.model_validate_json(json.dumps(data))
        except ValidationError as error:
            self.faults.extend(explain.faults(error, model, source))
            return None
