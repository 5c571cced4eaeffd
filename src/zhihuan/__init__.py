"""知还: grounded, cited, computed answers for people who are behind on consumer credit."""

__version__ = "0.1.0"
