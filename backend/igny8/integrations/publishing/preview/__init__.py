"""The preview: the same articles as a static site under the data directory, for looking at them without a
WordPress."""

from igny8.integrations.publishing.preview.publisher import PreviewPublisher

__all__ = ["PreviewPublisher"]
