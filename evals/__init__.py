"""Whether lessons help: tasks, judges that are programs, and the figures made of them."""
