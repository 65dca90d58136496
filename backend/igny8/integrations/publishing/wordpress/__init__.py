"""The WordPress adapter of the publishing port; ``README.md`` beside it explains how a post stays single."""

from igny8.integrations.publishing.wordpress.api import Credentials
from igny8.integrations.publishing.wordpress.gate import FileGate, SiteGate, ThreadGate
from igny8.integrations.publishing.wordpress.publisher import WordPressPublisher

__all__ = ["Credentials", "FileGate", "SiteGate", "ThreadGate", "WordPressPublisher"]
