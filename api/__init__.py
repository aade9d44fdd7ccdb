"""Every way out: the command line, the pages, the SPARQL service, the reports. It holds no analysis and no Chinese grammar."""
