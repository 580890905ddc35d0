"""Who sits at the terminal."""

import getpass
import os


def name_of_person() -> str:
    """Return the name by which this machine knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have a number only
        return str(os.getuid())
