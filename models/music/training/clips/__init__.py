"""The labelled clips: tables, changes, features and labels."""
