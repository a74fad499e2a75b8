"""How a message leaves: into the preview inbox, or by SMTP."""
