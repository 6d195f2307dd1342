"""Charts: each takes a frame and gives a plotly Figure.  No streamlit in here."""

# Middle tones that stand on light and on dark paper alike.
ACCENT, SECOND, QUIET, FAINT = "#1b8496", "#b5762a", "#8a979d", "rgba(138,151,157,0.28)"
