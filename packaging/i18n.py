"""Collects the window's texts into resources/i18n/*.ts and compiles them to *.qm; run by `make i18n`.

With --check nothing is written: exit status 1 and a line for each text or file that is stale or not translated.

The texts are found by Python's own parser, not by pyside6-lupdate: that tool silently drops calls whose number of
things is not a plain name (`translate(…, n=len(rows))`) and takes `%n` for a plural only with a literal number.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "i18n"
# Language and number of plural forms. English is the source: its file holds the plurals only.
LANGUAGES = {"cpam_en": ("en", 2), "cpam_zh_CN": ("zh_CN", 1)}
CALLS = ("translate", "QT_TRANSLATE_NOOP")
Text = tuple[str, str]
"""Context and source text."""


def collect() -> set[Text]:
    """Every text of the window; SystemExit names a call that cannot be collected."""
    found: set[Text] = set()
    for path in sorted((ROOT / "cpam_desktop" / "ui").rglob("*.py")):
        found |= set(_texts(path))
    return found


def _texts(path: Path) -> Iterator[Text]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in CALLS:
            continue
        match [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args[:2]]:
            case [str(context), str(text)]:
                yield context, text
            case [str(), None] if node.func.id == "translate":
                continue  # shows a text that is marked elsewhere
            case _:
                raise SystemExit(f"{path.relative_to(ROOT)}:{node.lineno}: context and text must be literals")


def read(path: Path) -> dict[Text, list[str]]:
    """Translations of a .ts file: one text, or one a plural form."""
    kept: dict[Text, list[str]] = {}
    for context in ET.parse(path).iter("context") if path.exists() else ():
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None:
                continue
            forms = [form.text or "" for form in translation.iter("numerusform")]
            name, source = context.findtext("name") or "", message.findtext("source") or ""
            kept[(name, source)] = forms or [translation.text or ""]
    return kept


def write(path: Path, language: str, forms: int, kept: dict[Text, list[str]], texts: set[Text]) -> None:
    """A .ts file of these texts with the translations that are kept."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    for name in sorted({context for context, _ in texts}):
        context = ET.SubElement(root, "context")
        ET.SubElement(context, "name").text = name
        for source in sorted(text for owner, text in texts if owner == name):
            translated = kept.get((name, source), [])
            plural = "%n" in source
            message = ET.SubElement(context, "message", {"numerus": "yes"} if plural else {})
            ET.SubElement(message, "source").text = source
            done = all(translated) and len(translated) == (forms if plural else 1)
            translation = ET.SubElement(message, "translation", {} if done else {"type": "unfinished"})
            if plural:
                for place in range(forms):
                    ET.SubElement(translation, "numerusform").text = translated[place] if done else ""
            else:
                translation.text = translated[0] if done else ""
    ET.indent(root, "    ")
    body = ET.tostring(root, encoding="unicode", short_empty_elements=False)
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")


def release(source: Path, target: Path) -> None:
    """Compile a .ts file."""
    name = "pyside6-lrelease"
    tool = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if tool is None:
        raise SystemExit(f"{name} is missing: it comes with PySide6-Essentials")
    subprocess.run([tool, "-silent", str(source), "-qm", str(target)], check=True)


def build(folder: Path) -> list[str]:
    """Write every .ts and .qm into `folder`, from the sources and the translations kept; texts without translation."""
    texts, missing = collect(), list[str]()
    for name, (language, forms) in LANGUAGES.items():
        wanted = {text for text in texts if language != "en" or "%n" in text[1]}
        kept = read(FOLDER / f"{name}.ts")
        path = folder / f"{name}.ts"
        write(path, language, forms, kept, wanted)
        release(path, path.with_suffix(".qm"))
        untranslated = sorted(text for text in wanted if not all(kept.get(text, [""])))
        missing += [f"{name}.ts: not translated: {context}: {text}" for context, text in untranslated]
    return missing


def check() -> list[str]:
    """What is stale or missing, a line each."""
    with tempfile.TemporaryDirectory() as folder:
        problems = build(Path(folder))
        for name in LANGUAGES:
            for suffix in (".ts", ".qm"):
                kept, fresh = FOLDER / f"{name}{suffix}", Path(folder) / f"{name}{suffix}"
                if not kept.exists() or kept.read_bytes() != fresh.read_bytes():
                    problems.append(f"{kept.name} is stale: run make i18n")
    return problems


def main() -> int:
    """Check or write; prints the problems."""
    checking = "--check" in sys.argv[1:]
    problems = check() if checking else build(FOLDER)
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    return 1 if checking and problems else 0


if __name__ == "__main__":
    sys.exit(main())
