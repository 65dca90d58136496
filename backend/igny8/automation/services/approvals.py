"""Approvals: a run asks, people answer once, by the API or by a link that cannot be guessed.

The link's token is derived from the installation's secret key and the approval's id, and only its hash is
stored: a copy of the database decides nothing. The answer, its audit line and the signal to the waiting step
are one transaction. A deadline is the engine's: the step wakes by itself, and what is open lapses.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from igny8.automation.engine import JsonObject
from igny8.automation.models import Approval, ScheduledTask
from igny8.automation.runtime.lanes import deliver_signal
from igny8.automation.runtime.signals import register_signal
from igny8.automation.services.approval_answers import checked_answer
from igny8.automation.services.approval_edits import apply_edits
from igny8.automation.services.approval_items import described
from igny8.automation.services.approvers import addresses_to_ask
from igny8.automation.services.links import public_address, run_link
from igny8.core.clock import Clock
from igny8.core.errors import Conflict
from igny8.core.tenancy import system_scope
from igny8.notifications.limits import mails_left
from igny8.notifications.outbox import queue_email
from igny8.notifications.services import notify
from igny8.tenants.services import audit

KIND = "approval"
ADDRESSES = 20
"""So many people are mailed about one approval, at most."""
MAILED_PER_RUN = 20
"""A loop that asks for every item does not fill mailboxes: beyond these the studio alone tells of it."""
_STATUS = {"approve": Approval.Status.APPROVED, "reject": Approval.Status.REJECTED}


def token_of(approval: Approval) -> str:
    """The secret part of an approval's link: 256 bits."""
    return hmac.new(
        settings.SECRET_KEY.encode(), b"igny8 approval:" + approval.pk.bytes, hashlib.sha256
    ).hexdigest()


def link_of(approval: Approval) -> str:
    """The address at which whoever knows it may decide. It goes into mails, never into lists."""
    return public_address(f"/approve/{token_of(approval)}/")


def find_by_token(token: str) -> Approval | None:
    """The approval that a link leads to, of whichever account."""
    with system_scope():
        rows = Approval.objects.select_related("run__automation_rule")
        return rows.filter(token_digest=_digest(token)).first()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_approval(run_id: UUID, path: str, signal: JsonObject, clock: Clock) -> None:
    """Write down what a waiting step asks, and tell those who may answer.

    Opening it again while it is open changes nothing; one that is over (the step is tried again) is asked
    anew.
    """
    approval = Approval.objects.filter(run_id=run_id, path=path).first()
    if approval is not None and approval.status == Approval.Status.PENDING:
        return
    asked_before = approval is not None
    approval = approval or Approval(run_id=run_id, path=path)
    _ask(approval, signal)
    approval.save(force_insert=not asked_before)
    _tell(approval, clock)


def _ask(approval: Approval, signal: JsonObject) -> None:
    deadline = signal.get("deadline")
    approval.title = str(signal.get("title") or "Approval")[:200]
    approval.message = str(signal.get("message") or "")
    approval.items = described(signal.get("items") or [])
    approval.approvers = list(signal.get("approvers") or [])
    approval.deadline = datetime.fromisoformat(deadline) if deadline else None
    approval.on_deadline = str(signal.get("on_deadline") or "reject")
    approval.status, approval.decisions, approval.note = Approval.Status.PENDING, {}, ""
    approval.decided_by, approval.decided_at = "", None
    approval.token_digest = _digest(token_of(approval))


def _tell(approval: Approval, clock: Clock) -> None:
    """A notification in the studio, without the link, and a mail with it to each who is asked."""
    run = ScheduledTask.objects.select_related("automation_rule").get(pk=approval.run_id)
    told = notify(
        kind="approval.requested",
        severity="warning",
        title=f"{run.automation_rule.name} asks: {approval.title}",
        body=approval.message,
        link=f"/runs/{run.pk}",
        object_type="approval",
        object_id=approval.pk,
        clock=clock,
    )
    if Approval.objects.filter(run_id=run.pk).count() > MAILED_PER_RUN:
        return
    room = min(ADDRESSES, mails_left(clock=clock))
    for address in addresses_to_ask(approval.approvers)[:room]:
        queue_email(
            to=[address],
            subject=f"Please decide: {approval.title} ({run.automation_rule.name})",
            body=_mail_text(approval, run),
            key=f"approval:{told.pk if told else approval.pk}:{address}",
            clock=clock,
        )


def _mail_text(approval: Approval, run: ScheduledTask) -> str:
    lines = [approval.message] if approval.message else []
    lines += [f"- {item['title']}" for item in approval.items[:50]]
    if approval.deadline:
        lines.append(
            f"Decide before {approval.deadline:%Y-%m-%d %H:%M} UTC; after that: {approval.on_deadline}."
        )
    lines += ["", "Approve or reject here (whoever has this link can decide):", link_of(approval)]
    lines += ["", f"The run: {run_link(run)}"]
    return "\n".join(lines)


def close_approvals(run_id: UUID, path: str | None, clock: Clock) -> None:
    """The step (or, with None, the run) waits no more: what is open lapsed, or is withdrawn."""
    now = clock.now()
    rows = Approval.objects.filter(run_id=run_id, status=Approval.Status.PENDING)
    if path is not None:
        rows = rows.filter(path=path)
    rows.filter(deadline__lte=now).update(status=Approval.Status.LAPSED, decided_at=now)
    rows.update(status=Approval.Status.WITHDRAWN, decided_at=now)


@transaction.atomic
def decide(
    approval: Approval,
    decision: str,
    items: Mapping[str, Any] | None = None,
    *,
    note: str = "",
    by: str,
    clock: Clock,
) -> Approval:
    """Answer an approval, once, and wake its run.

    :param decision: ``approve`` or ``reject``; items that are not named take it.
    :param items: by id ``approve``, ``reject`` or ``{"edit": {…}}``, which approves it with changes; these
        reach the article, idea or page itself.
    :raises InvalidInput: the answer does not fit the question.
    :raises Conflict: it was answered, has lapsed, or the run waits no more.
    """
    answers = checked_answer(approval, decision, items or {})
    # The run's row first, as everybody does who ends a run, so that the two cannot lock each other out.
    ScheduledTask.objects.filter(pk=approval.run_id).update(fence=F("fence"))
    now = clock.now()
    is_open = Q(status=Approval.Status.PENDING) & (Q(deadline=None) | Q(deadline__gt=now))
    values = {"decided_by": by[:160], "decided_at": now, "decisions": answers, "note": note}
    if not Approval.objects.filter(is_open, pk=approval.pk).update(status=_STATUS[decision], **values):
        raise Conflict(_too_late(Approval.objects.get(pk=approval.pk)))
    apply_edits(approval, answers)
    signal = {"decision": decision, "items": answers, "note": note, "by": by, "at": now.isoformat()}
    if not deliver_signal(approval.run_id, approval.path, signal, clock):
        raise Conflict("The run does not wait for this any more.")
    audit(actor=by[:160], action=f"approval.{decision}", object_type="approval", object_id=approval.pk)
    return Approval.objects.get(pk=approval.pk)


def _too_late(approval: Approval) -> str:
    if approval.status in _STATUS.values():
        return f"This was {approval.status} by {approval.decided_by} already."
    if approval.status == Approval.Status.WITHDRAWN:
        return "The run has ended: there is nothing to decide any more."
    return "The time to decide is over."


register_signal(KIND, open=open_approval, close=close_approvals)
