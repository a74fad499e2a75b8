"""OpenAI Realtime, text and tools, over the log of runs."""
