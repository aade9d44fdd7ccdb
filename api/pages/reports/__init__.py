"""Reports as workbook, memo and page."""
