"""`./entente COMMAND`: the commands of the house."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Hand a command over to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entente.config.settings")
    execute_from_command_line(["entente", *sys.argv[1:]])


if __name__ == "__main__":
    main()
