"""Shared by the tests of all apps: factories, an API client, steps for actions; never part of the product.

The fixtures that use it stand in ``igny8/conftest.py``:

* ``clock``: a ``FixedClock`` at ``NOW``.
* ``account``: an account with 10,000 credits; the test runs in its scope. ``other_account``: a stranger's.
* ``site``: a site of the account.
* ``api``: ``api()`` is a client with the account's owner token, ``api("viewer")`` one with that role,
  ``api(account=other_account)`` a stranger's. Calls give ``Answer(status, data, error, pagination, …)``.
* ``text_model``, ``image_model``: fakes that answer for the models while the test runs.
* ``data_dir``: an empty ``DATA_DIR`` of the test's own.
* ``make_step``: ``make_step()`` is a running step of a running run; see ``steps.StepHarness``.

Rows come from the factories: ``ContentFactory(site=site, title="…")``. All need the scope of an account.
"""
