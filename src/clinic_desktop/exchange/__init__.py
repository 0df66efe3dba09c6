"""Files and formats of other programs, in and out."""
