"""What the database refuses about deciding."""

from assemblies.guards import convoking, floor, papers, voting

GUARDS = (*voting.GUARDS, *floor.GUARDS, *papers.GUARDS, *convoking.GUARDS)
