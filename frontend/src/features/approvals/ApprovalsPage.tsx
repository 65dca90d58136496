import { Button, Paper, Stack, Text, Title } from "@mantine/core";
import { IconUserCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { Lessons } from "@/components/Lessons";
import { PageHeader } from "@/components/PageHeader";
import { EmptyState, ErrorState, LoadingList } from "@/components/states";
import { type Approval, asApiError } from "@/lib/api";
import { t } from "@/lib/i18n";

import { ApprovalCard } from "./ApprovalCard";
import { DecidedList } from "./DecidedList";
import { decidedQuery, pendingQuery } from "./queries";

const lessons = () =>
  ([1, 2, 3] as const).map((n) => ({
    title: t(`approvals.empty.${n}.title`),
    text: t(`approvals.empty.${n}.text`),
  }));

function NeverAsked() {
  return (
    <EmptyState
      icon={<IconUserCheck size={26} />}
      title={t("approvals.empty.title")}
      text={t("approvals.empty.text")}
      action={
        <Button component={Link} to="/rules">
          {t("approvals.empty.action")}
        </Button>
      }
    >
      <Lessons items={lessons()} />
    </EmptyState>
  );
}

function Pending({ approvals }: { approvals: readonly Approval[] }) {
  return (
    <section>
      <Title order={2} size="h3" mb="sm">
        {t("approvals.pending")}
      </Title>
      {approvals.length === 0 ? (
        <Paper p="lg">
          <Text c="dimmed">{t("approvals.none")}</Text>
        </Paper>
      ) : (
        <Stack gap="md">
          {approvals.map((approval) => (
            <ApprovalCard key={approval.id} approval={approval} />
          ))}
        </Stack>
      )}
    </section>
  );
}

function Inbox() {
  const pending = useQuery(pendingQuery);
  const decided = useQuery(decidedQuery(1));
  if (pending.error !== null) {
    return (
      <ErrorState
        error={asApiError(pending.error, t("error.offline"))}
        onRetry={() => {
          void pending.refetch();
        }}
      />
    );
  }
  if (pending.data === undefined) return <LoadingList rows={3} />;
  if (pending.data.count === 0 && decided.data?.count === 0) return <NeverAsked />;
  return (
    <Stack gap="xl">
      <Pending approvals={pending.data.items} />
      <DecidedList />
    </Stack>
  );
}

/** Every question that runs have asked: those that wait first. */
export function ApprovalsPage() {
  return (
    <>
      <PageHeader title={t("approvals.title")} lead={t("approvals.lead")} />
      <Inbox />
    </>
  );
}
