"""The clause forms, one a file, each with quotations it is for and quotations it leaves alone."""
