"""Models from the command line: which there are, what they can do, and the catalogue's file edited by hand's rules."""
