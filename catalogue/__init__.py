"""The catalogues of translations: what the product says, gathered for the translators."""
