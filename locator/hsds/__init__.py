"""The Human Services Data Specification 3.0 without a database: its tables, nested documents, packages of CSV."""
