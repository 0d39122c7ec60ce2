"""Posts, who carries them and what they have to do, as JSON: one file for each noun, one router."""

from rotation.api.posts import MandateOut, mandate_out, router

__all__ = ["MandateOut", "mandate_out", "router"]
