"""Clothes, shoes and hair on a posed body: what hides the outline that posture is read from."""
