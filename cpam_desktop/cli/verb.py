"""What a verb is: one file in `cli/verbs/` with `VERB = Verb(name, help, arguments, run)`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from cpam_desktop.cli.output import Output


@dataclass(frozen=True, slots=True)
class Verb:
    """`arguments` adds options to the verb's parser; `run` does the work and returns the exit status."""

    name: str
    help: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Output], int]
