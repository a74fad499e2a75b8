"""Files, folders and zip archives on local disk."""

from marketing_agent.connectors.folder.connector import FolderConnector, Limits

__all__ = ["FolderConnector", "Limits"]
