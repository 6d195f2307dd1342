"""Files for people outside the board, from finished values."""
