"""Charts: each takes a frame and gives a plotly Figure.  No streamlit in here."""

# Middle tones that stand on light and on dark paper alike.
ACCENT, SECOND, QUIET, FAINT = "#1b8496", "#b5762a", "#8a979d", "rgba(138,151,157,0.28)"
FILLED, HALF, EMPTY = "rgba(27,132,150,0.55)", "rgba(181,118,42,0.4)", "rgba(138,151,157,0.16)"
