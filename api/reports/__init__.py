"""What an office hands on: a workbook, a memo, a page, a ledger, remarks on a draft. Text is never markup, cells never formulas."""
