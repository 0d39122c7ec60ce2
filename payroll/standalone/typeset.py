"""Set one PDF in a process of its own: the layout's path is the argument, the data comes in, the PDF goes out.

The typesetter keeps what it has set for a while, in case it is wanted again. For many files one after the other
that is memory for nothing: a process that ends gives it back.
"""

import sys
from pathlib import Path

import typst


def main() -> None:
    layout, sent = Path(sys.argv[1]).read_bytes(), {"data": sys.stdin.buffer.read().decode("utf-8")}
    try:
        made = typst.compile(layout, sys_inputs=sent, pdf_standards=["ua-1"], ignore_system_fonts=True)
    except typst.TypstError:
        made = typst.compile(layout, sys_inputs=sent, ignore_system_fonts=True)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
