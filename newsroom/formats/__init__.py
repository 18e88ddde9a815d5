"""How dates are written, where the house writes them otherwise than Django: a module for each language."""
