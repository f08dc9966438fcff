"""The accuracy page, its appendices and tables."""
