"""Who gets in: accounts, sign-in, the certificate of the local network, and the gate of the server.

Nothing here knows of Streamlit: ``web/`` is a gate before any ASGI application.
"""
