"""What several pages use: session state, theme, language, pictures."""
