"""Invented people and businesses for the demonstration. Nobody here exists."""
