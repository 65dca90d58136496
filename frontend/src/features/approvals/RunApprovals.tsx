import { Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";

import { t } from "@/lib/i18n";

import { ApprovalCard } from "./ApprovalCard";
import { ofRunQuery } from "./queries";

interface RunApprovalsProps {
  runId: string;
  /** A run that is over asks nothing any more. */
  active: boolean;
  onDecided: () => void;
}

/** What a run waits for, to be decided right there; nothing where it asks nothing. */
export function RunApprovals({ runId, active, onDecided }: RunApprovalsProps) {
  const { data } = useQuery({ ...ofRunQuery(runId), enabled: active });
  const headingId = useId();
  if (!active || data === undefined || data.items.length === 0) return null;
  return (
    <section aria-labelledby={headingId}>
      <Title order={2} size="h3" mb="sm" id={headingId}>
        {t("run.waitsForYou")}
      </Title>
      <Stack gap="md">
        {data.items.map((approval) => (
          <ApprovalCard key={approval.id} approval={approval} linked={false} onDecided={onDecided} />
        ))}
      </Stack>
    </section>
  );
}
