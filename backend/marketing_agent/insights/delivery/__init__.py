"""Alerts told outside of the app: by mail and to chats, at once or as a digest, not at night."""
