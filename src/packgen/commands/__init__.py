"""What each command does: reads, asks the pipeline, tells at a desk and returns an exit code."""
