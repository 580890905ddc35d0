"""Stand-ins for remote services: stateful servers on loopback that keep the real ones' limits."""
