"""Language models: clients of those that `LLM_MODEL` names, and our own, which is offline."""
