"""Why a number changed."""
