"""Tables, and their representations as JSON, CSV and workbooks."""
