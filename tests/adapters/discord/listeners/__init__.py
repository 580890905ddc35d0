"""What people do in Discord, and what they see of it."""
