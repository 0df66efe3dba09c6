"""The program's tests; the folders mirror those of the package."""
