"""Handing out: who gets which file, as a list for HR, and e-mail drafts with the files. Nothing is ever sent."""

from packgen.sending.drafts import drafts
from packgen.sending.listing import DOCUMENT, make_list

__all__ = ["DOCUMENT", "drafts", "make_list"]
