"""How it is seen: reported cases, the fit, forecasts of what is being built."""
