"""Storage: connections, lanes, feeds, guards, migrations, and what survives a kill."""
