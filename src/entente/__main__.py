"""`./entente COMMAND`: the commands of the house."""

import sys

from entente.launcher.commands import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
