"""Who carries which post, until when; duties and turns."""
