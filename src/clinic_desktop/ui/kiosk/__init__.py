"""The patient's own screen: one window in which patients book by themselves, in their language."""
