"""The base model of everything written in YAML: frozen pydantic, no unknown keys, a digest."""

import hashlib
import json
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
"""A short name in lower case: letters, digits and single hyphens, at most 64 characters."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
"""One sentence or phrase, 1 to 300 characters."""

Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=6000)]
"""One or more paragraphs, 1 to 6,000 characters."""


class Document(BaseModel):
    """A frozen value that came from a file; unknown keys and silent conversions are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @cached_property
    def digest(self) -> str:
        """Return 16 hex digits that change when the content does (SHA-256 of canonical JSON, cut).

        Layout, comments and key order in the YAML do not matter; defaults count as if written out.
        """
        canonical = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]
