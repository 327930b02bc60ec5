#!/usr/bin/env python3
"""Writes src/GwSmm.Encoders/Text/canonical-bases.txt: what is left of a character after lower-casing, canonical decomposition (NFD)
and removal of non-spacing marks, for every character where that differs from the character itself. Hangul syllables follow a
rule and are left out. The table exists because .NET does not decompose when InvariantGlobalization is on."""
import pathlib
import sys
import unicodedata

lines = []
for code in range(0x80, sys.maxunicode + 1):
    char = chr(code)
    if unicodedata.category(char) in ("Cs", "Cn", "Mn") or 0xAC00 <= code <= 0xD7A3 or char.lower() != char:
        continue
    bases = [c for c in unicodedata.normalize("NFD", char) if unicodedata.category(c) != "Mn"]
    if bases != [char]:
        lines.append(f"{code:X} " + " ".join(f"{ord(c):X}" for c in bases))

target = pathlib.Path(__file__).resolve().parent.parent / "src/GwSmm.Encoders/Text/canonical-bases.txt"
header = f"# Derived from the Unicode Character Database {unicodedata.unidata_version} by eng/make-canonical-bases.py.\n"
target.write_text(header + "\n".join(lines) + "\n", encoding="ascii")
print(f"{len(lines)} characters")
