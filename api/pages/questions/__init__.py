"""Ready questions and the sentence builder."""
