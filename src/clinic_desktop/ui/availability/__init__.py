"""The place in the window where doctors' hours, time off and closed days are seen and changed."""
