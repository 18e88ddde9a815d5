"""Forms of the desk: what an editor types, made ready for the models."""
