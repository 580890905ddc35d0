"""Usage, for who runs the program."""
