"""The database: its tables and rules, and the only place that opens, commits or rolls back."""
