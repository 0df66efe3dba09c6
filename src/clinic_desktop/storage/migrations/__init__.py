"""The schema's history, one revision a step; run by ``schema.upgrade`` alone."""
