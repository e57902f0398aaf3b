"""The application's style sheet: resources/theme.qss.in filled with tokens."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from cpam_desktop.domain.resources import resource
from cpam_desktop.ui.theme.tokens import Tokens


def build_stylesheet(tokens: Tokens) -> str:
    """QSS of one theme; raises KeyError where the template names a token that does not exist."""
    template = Template(resource("theme.qss.in").read_text(encoding="utf-8"))
    images = {
        "chevron": _image("chevron-dark" if tokens.dark else "chevron-light"),
        "tick": _image("tick"),
        "dash": _image("dash"),
    }
    return template.substitute(asdict(tokens), ring=tokens.ring, **images)


def _image(name: str) -> str:
    return resource(f"icons/{name}.svg").as_posix()
