"""Texts out of packgen and back again without YAML: to Excel or Word, edited there, checked, and into override files.

`rows` says what every text is now, `export_xlsx` and `export_docx` write it down, `read_back` reads what came back,
`judging` says what that changes, and `write_back` and `made_from` make the files of it.
"""
