"""The gate before an ASGI application, and its plain pages: sign in, account, trust."""
