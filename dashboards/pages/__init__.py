"""The pages: each asks the board for frames and lays them out."""
