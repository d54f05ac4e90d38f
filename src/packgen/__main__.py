"""``python -m packgen``: the same as ``packgen``."""

from packgen.cli import main

main()
