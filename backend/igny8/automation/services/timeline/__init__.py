"""A run told in sentences, from its stored rows alone.

``tell(run, steps)`` is pure: the same rows give the same story. ``timeline_of`` reads the rows. What is said
about a kind of step stands in one file of ``tellers``; a kind that has none is told like an action.
"""

from igny8.automation.services.timeline.facts import Entry, RunFacts, StepFacts
from igny8.automation.services.timeline.reading import timeline_of
from igny8.automation.services.timeline.story import tell

__all__ = ["Entry", "RunFacts", "StepFacts", "tell", "timeline_of"]
