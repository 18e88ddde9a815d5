"""How the house runs: what is amiss first, in words and with what to do; then the figures, and plots of the last day."""
