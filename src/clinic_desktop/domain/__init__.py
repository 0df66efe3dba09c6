"""What the clinic is about: pure values, rules, commands and queries; no database, no window."""
