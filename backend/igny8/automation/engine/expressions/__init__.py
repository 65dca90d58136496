"""``{{ path | filter: value }}``: look-ups in plain data with a few pure filters. No code is ever run."""

from igny8.automation.engine.expressions.filters import FILTERS
from igny8.automation.engine.expressions.template import Reference, Template, compile_template
from igny8.automation.engine.expressions.weight import require_small

__all__ = ["FILTERS", "Reference", "Template", "compile_template", "require_small"]
