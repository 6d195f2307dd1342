"""Charts: each takes a frame and gives a plotly Figure.  No streamlit in here."""

# Middle tones: graphics of 3:1 on light and on dark paper, and 4.5:1 under white words.
ACCENT, SECOND, FAINT = "#187a8b", "#9a6222", "rgba(138,151,157,0.28)"
