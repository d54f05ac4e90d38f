"""The words: YAML → texts by key, make-up of documents, and text (Jinja2 + light Markdown) → blocks."""
