"""Sheets of paper: what stands on them, how it is laid out, and one painter for all outputs.

``sheet`` says what stands on a doctor's sheet, ``page`` what a page is made of and how it is
painted, ``day`` and ``week`` lay sheets out, ``output`` makes pictures, PDF files and print jobs
of their pages, ``pane`` is the place in the window; ``printer`` has ``spooler``, a
program of its own, talk to printers. All of it is loaded by whoever prints.
"""
