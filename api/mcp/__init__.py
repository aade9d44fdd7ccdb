"""The archive for local language models: tools of the Model Context Protocol, read-only, with quotes and addresses."""
