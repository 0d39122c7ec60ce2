"""The sums of the house, for anybody to redo: majorities, splits and the yearly surplus."""
