#!/usr/bin/env python3
"""The one door: `python3 manage.py up` runs the co-operative, `python3 manage.py test` tests it.

Begins as standard library only, so that it works on a bare machine with nothing but git and Python.
"""

import os
import sys


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - the very sentence an older Python must still be able to say
        sys.exit("Python 3.11 or later is needed.")

    from coop import bootstrap

    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command == "prepare":
        group = sys.argv[2] if sys.argv[2:] else "run"
        if group not in bootstrap.GROUPS:
            sys.exit(
                f"There is nothing to prepare for “{group}”; there is for {', '.join(bootstrap.GROUPS)}."
            )
        bootstrap.enter(group)
        return
    bootstrap.enter("dev" if command in bootstrap.DEVELOPER_COMMANDS else "run")
    if command == "up":
        from coop.supervisor import main as up

        sys.exit(up(sys.argv[2:]))
    if command == "test":
        from coop.suite import main as test

        sys.exit(test(sys.argv[2:]))
    if command == "check_all":
        from coop.suite import check_all

        sys.exit(check_all())

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coop.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
