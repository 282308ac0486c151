"""Patient stories, from submission to withdrawal. Not built yet."""
