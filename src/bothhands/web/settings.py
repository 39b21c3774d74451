"""How a desk's doors stand: under which names, with or without TLS, on loopback alone or not."""

from __future__ import annotations

from dataclasses import dataclass

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")
JSON_BYTES = 1024 * 1024
UPLOAD_BYTES = 20 * 1024 * 1024
FORM_BYTES = 64 * 1024
"""What the form around an upload may take beside it."""


@dataclass(frozen=True)
class DeskSettings:
    """Settings of the doors; those of a desk on one's own machine by default."""

    host_names: tuple[str, ...] = LOOPBACK_NAMES
    """Names under which the desk is asked; a request under any other is refused."""
    tls: bool = False
    loopback: bool = True
    """Whether it listens on loopback alone: only then may it be used without accounts."""
    json_bytes: int = JSON_BYTES
    upload_bytes: int = UPLOAD_BYTES

    @property
    def cookie(self) -> str:
        """Name of the cookie; under TLS with the prefix that binds it to this host."""
        return "__Host-bothhands" if self.tls else "bothhands"
