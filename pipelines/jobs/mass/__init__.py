"""Tables of many reports, as `extract FOLDER --to OUT` writes them: proved, stored as an input, read by a build."""
