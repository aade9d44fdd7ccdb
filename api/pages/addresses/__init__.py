"""The addresses for programs, as a page: /docs, without any other host."""
