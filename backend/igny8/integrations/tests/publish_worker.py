"""A process that publishes keys one after the other, to be killed and frozen by a test.

Arguments: address, user, application password, then the keys.
"""

from __future__ import annotations

import sys

from igny8.integrations.publishing.wordpress import Credentials, WordPressPublisher
from igny8.integrations.tests.posts import always_mine, article
from igny8.integrations.tests.wordpress_fixture import client_for


def main(url: str, username: str, password: str, *keys: str) -> None:
    """Publish each key and print it when it is done."""
    publisher = WordPressPublisher(client_for(), url, Credentials(username, password))
    for key in keys:
        post = article(key, slug=key.replace(":", "-"), tags=("killed",))
        publisher.publish(post, external_id=None, still_mine=always_mine)
        sys.stdout.write(f"{key}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
