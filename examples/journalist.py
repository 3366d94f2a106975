#!/usr/bin/env python3
"""Writes an article as somebody would who holds one copy of the memo.

    journalist.py MEMO COPY ARTICLE

MEMO is the manuscript with its choices, COPY one issued copy, ARTICLE a template: `{{3}}` stands for paragraph 3 of
the copy, `{{clumsy}}` for whatever the copy says where the manuscript offers `{clumsy|...}`. The article is printed.
Quotations are retyped: plain spaces, and nothing that a typist would not see.
"""

import re
import sys
import unicodedata


def retyped(text):
    plain = unicodedata.normalize("NFKC", text)
    visible = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    return " ".join(visible.split())


def paragraph(copy, number):
    found = re.search(rf"^{number}\. (.*?)(?=\n\s*\n|\Z)", copy, re.DOTALL | re.MULTILINE)
    if not found:
        sys.exit(f"the copy has no paragraph {number}")
    return found.group(1)


def reading(memo, copy, first):
    choice = re.search(r"\{(" + re.escape(first) + r"\|[^}]*)\}", memo)
    if not choice:
        sys.exit(f"the memo offers no choice that starts with `{first}`")
    shown = [word for word in choice.group(1).split("|") if re.search(rf"\b{re.escape(word)}\b", copy)]
    if len(shown) != 1:
        sys.exit(f"the copy shows {len(shown)} readings of `{first}`")
    return shown[0]


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__.strip())
    memo, copy, article = (open(name, encoding="utf-8").read() for name in sys.argv[1:])

    def quote(place):
        name = place.group(1)
        return retyped(paragraph(copy, name) if name.isdigit() else reading(memo, copy, name))

    sys.stdout.write(re.sub(r"\{\{(.+?)\}\}", quote, article))


if __name__ == "__main__":
    main()
