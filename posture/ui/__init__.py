"""The pages of the app. No page computes anything itself."""
