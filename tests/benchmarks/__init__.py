"""The benchmarks that can be exact are held to their aims here."""
