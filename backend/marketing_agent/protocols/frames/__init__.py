"""Views inside other sites: the page behind a signed address."""
