"""One page of help for officials, linked from every page."""
