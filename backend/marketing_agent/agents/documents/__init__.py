"""Files that people add: the library that search reads, and attachments of threads."""
