"""The program as people get it: the wheel, a clone, the launcher on a screen."""
