"""What units wrote in their meetings, back into their records: filled forms → `Filled` → what they add to a `Record`.

`word_form`, `workbook_form` and `deck_form` read one file each and know nothing of units; the rest knows nothing of
files.
"""
