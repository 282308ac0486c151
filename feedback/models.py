from .answers import Answer
from .readings import Reading

__all__ = ["Answer", "Reading"]
