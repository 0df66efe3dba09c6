"""The grammar of a line that books, pure: from what a receptionist types to what it means."""
