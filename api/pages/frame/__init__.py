"""What all pages share: renderer, frame, sorting, references."""
