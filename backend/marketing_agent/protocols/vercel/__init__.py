"""The UI message stream of the Vercel AI SDK 7 over the log of runs."""
