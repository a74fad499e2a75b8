"""Agents of others that an owner has added: each with the card it was approved by."""
