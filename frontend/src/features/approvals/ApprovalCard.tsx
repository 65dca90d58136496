import { Button, Group, Paper, Stack, Text, Textarea, Title } from "@mantine/core";
import { useId, useState } from "react";

import { LinkText } from "@/components/LinkText";
import { Moment } from "@/components/Moment";
import { useMe } from "@/features/account";
import type { Approval, Decision } from "@/lib/api";
import { formatDateTime } from "@/lib/format";
import { t, tMaybe } from "@/lib/i18n";

import { ItemAnswers } from "./ItemAnswers";
import { type Answers, decisionBody, itemsOf, mayDecide, rejectedIn, type Titles } from "./items";
import { useDecide } from "./useDecide";

function Deadline({ approval }: { approval: Approval }) {
  const { deadline, on_deadline: then } = approval;
  if (deadline === null) return null;
  const consequence = tMaybe(`approvals.deadline.${then}`, "");
  return (
    <>
      {" · "}
      {t("approvals.deadline", { time: formatDateTime(deadline) })}
      {consequence !== "" && `, ${consequence}`}
    </>
  );
}

function Head({ approval, linked }: { approval: Approval; linked: boolean }) {
  return (
    <Text size="sm" c="dimmed" component="div">
      {linked && (
        <>
          <LinkText
            underline="always"
            to={`/runs/${approval.run}`}
            aria-label={t("approvals.openRun", { name: approval.rule_name })}
          >
            {approval.rule_name}
          </LinkText>
          {" · "}
        </>
      )}
      <Moment at={approval.created_at} />
      <Deadline approval={approval} />
    </Text>
  );
}

function approveLabel(total: number, rejected: number): string {
  if (total === 0) return t("approvals.approve");
  return rejected === 0
    ? t("approvals.approveAll", { count: total })
    : t("approvals.approveSome", { done: total - rejected, total });
}

interface ButtonsProps {
  total: number;
  rejected: number;
  pending: Decision | null;
  onDecide: (decision: Decision) => void;
}

function Buttons({ total, rejected, pending, onDecide }: ButtonsProps) {
  return (
    <Group gap="xs" justify="flex-end">
      <Button
        variant="default"
        loading={pending === "reject"}
        disabled={pending === "approve"}
        onClick={() => {
          onDecide("reject");
        }}
      >
        {t(total > 1 ? "approvals.rejectAll" : "approvals.reject")}
      </Button>
      <Button
        loading={pending === "approve"}
        disabled={pending === "reject" || (total > 0 && rejected === total)}
        onClick={() => {
          onDecide("approve");
        }}
      >
        {approveLabel(total, rejected)}
      </Button>
    </Group>
  );
}

function DecideForm({
  approval,
  onDecided,
}: {
  approval: Approval;
  onDecided?: (() => void) | undefined;
}) {
  const items = itemsOf(approval);
  const [answers, setAnswers] = useState<Answers>({});
  const [titles, setTitles] = useState<Titles>({});
  const [note, setNote] = useState("");
  const decide = useDecide(approval.id, onDecided);
  return (
    <>
      {items.length > 0 && (
        <ItemAnswers
          items={items}
          answers={answers}
          titles={titles}
          onTitle={(id, title) => {
            setTitles((before) => ({ ...before, [id]: title }));
          }}
          // One alone is answered by the buttons below.
          onAnswer={
            items.length === 1
              ? undefined
              : (id, answer) => {
                  setAnswers((before) => ({ ...before, [id]: answer }));
                }
          }
        />
      )}
      <Textarea
        label={t("approvals.note")}
        description={t("approvals.note.text")}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={5000}
        value={note}
        onChange={(event) => {
          setNote(event.currentTarget.value);
        }}
      />
      <Buttons
        total={items.length}
        rejected={rejectedIn(answers)}
        pending={decide.isPending ? decide.variables.decision : null}
        onDecide={(decision) => {
          decide.mutate(decisionBody(decision, answers, note, titles));
        }}
      />
    </>
  );
}

function NotYours({ approval }: { approval: Approval }) {
  const names = approval.approvers.join(", ");
  return (
    <>
      <ItemAnswers items={itemsOf(approval)} answers={{}} />
      <Text size="sm" c="dimmed">
        {names === "" ? t("approvals.notYou") : t("approvals.notYours", { names })}
      </Text>
    </>
  );
}

interface ApprovalCardProps {
  approval: Approval;
  /** Whether rule and run are named, with a link to the run. */
  linked?: boolean;
  onDecided?: (() => void) | undefined;
}

/** A question of a run, and the answer to it. */
export function ApprovalCard({ approval, linked = true, onDecided }: ApprovalCardProps) {
  const me = useMe();
  const headingId = useId();
  return (
    <Paper component="section" p={{ base: "md", sm: "lg" }} aria-labelledby={headingId}>
      <Stack gap="sm">
        <div>
          <Title order={3} size="h4" id={headingId} style={{ overflowWrap: "anywhere" }}>
            {approval.title}
          </Title>
          <Head approval={approval} linked={linked} />
        </div>
        {approval.message !== "" && (
          <Text style={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}>{approval.message}</Text>
        )}
        {mayDecide(approval, me) ? (
          <DecideForm approval={approval} onDecided={onDecided} />
        ) : (
          <NotYours approval={approval} />
        )}
      </Stack>
    </Paper>
  );
}
