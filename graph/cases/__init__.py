"""What an office makes of findings: each is a case with a state, a person, a note and a history."""
