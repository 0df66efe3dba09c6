"""The use cases: functions over a transaction or a read, and the office that dispatches to them."""
