"""Records and HSDS rows: importing, exporting, and the report of what became of each row."""
