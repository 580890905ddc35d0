"""The evaluation's own parts are right: its tasks, its figures, and the process where a model's code runs."""
