"""The ground: the sealed record of every act. Imports nobody."""
