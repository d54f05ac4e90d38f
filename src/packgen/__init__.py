"""packgen makes ready-to-use follow-up packs for the employee survey 10-FAKTOR."""

__version__ = "0.1.0"
