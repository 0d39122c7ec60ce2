"""What the assembly can decide about posts. Importing this room's kinds makes them known."""

from rotation.motions import drawing, planning, posts, seats, skills
from rotation.motions.deciding import Accounts, Election, Recall, Task

__all__ = ["Accounts", "Election", "Recall", "Task", "drawing", "planning", "posts", "seats", "skills"]
