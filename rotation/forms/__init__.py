"""What we ask for when something is about posts."""

from rotation.forms.deciding import DAY, CarriedOutForm, ElectionForm, RecallForm, TaskForm, posts_by_name
from rotation.forms.posts import PostForm

__all__ = [
    "DAY",
    "CarriedOutForm",
    "ElectionForm",
    "PostForm",
    "RecallForm",
    "TaskForm",
    "posts_by_name",
]
