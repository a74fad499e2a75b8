"""How a mail leaves: by SMTP, or into the preview inbox. Who may write to whom is for callers."""
