"""Files, folders, uploads and zip archives on local disk."""

from marketing_agent.connectors.folder.archive import Limits
from marketing_agent.connectors.folder.connector import FolderConnector
from marketing_agent.connectors.folder.upload import UploadConnector, Uploaded

__all__ = ["FolderConnector", "Limits", "UploadConnector", "Uploaded"]
