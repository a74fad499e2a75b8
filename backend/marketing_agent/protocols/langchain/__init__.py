"""The registry as LangChain's tools, and the agent as a Runnable; needs the extra `langchain`."""
