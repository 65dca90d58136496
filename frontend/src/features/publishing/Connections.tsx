import { Button, Group, Stack, Text } from "@mantine/core";
import { IconBrandWordpress, IconEye, IconWorldUpload } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";

import { QueryView } from "@/components/QueryView";
import { EmptyState } from "@/components/states";
import { useMayManage } from "@/features/account";
import type { Connection } from "@/lib/api";
import { t } from "@/lib/i18n";
import { newIdempotencyKey } from "@/lib/idempotency";

import { ConnectionCard } from "./ConnectionCard";
import { publishingApi } from "./publishing.api";
import classes from "./publishing.module.css";
import { CONNECTIONS, connectionsQuery } from "./queries";

const Wizard = lazy(async () => ({ default: (await import("./WordPressWizard")).WordPressWizard }));

function useAddPreview(siteId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      publishingApi.create(
        { site: siteId, kind: "preview", name: t("connection.kind.preview") },
        newIdempotencyKey(),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: CONNECTIONS }),
  });
}

interface ActionsProps {
  siteId: string;
  hasPreview: boolean;
  onConnect: () => void;
}

function Actions({ siteId, hasPreview, onConnect }: ActionsProps) {
  const addPreview = useAddPreview(siteId);
  return (
    <Group gap="sm">
      <Button leftSection={<IconBrandWordpress size={17} aria-hidden />} onClick={onConnect}>
        {t("connections.new")}
      </Button>
      {!hasPreview && (
        <Button
          variant="default"
          leftSection={<IconEye size={17} aria-hidden />}
          loading={addPreview.isPending}
          onClick={() => {
            addPreview.mutate();
          }}
        >
          {t("connections.preview")}
        </Button>
      )}
    </Group>
  );
}

interface ListProps {
  connections: readonly Connection[];
  mayConnect: boolean;
  onEdit: (connection: Connection) => void;
}

function List({ connections, mayConnect, onEdit }: ListProps) {
  if (connections.length === 0) {
    return (
      <EmptyState
        icon={<IconWorldUpload size={26} />}
        title={t("connections.empty.title")}
        text={t("connections.empty.text")}
      />
    );
  }
  return (
    <ul className={classes.cards}>
      {connections.map((connection) => (
        <ConnectionCard
          key={connection.id}
          connection={connection}
          mayConnect={mayConnect}
          onEdit={() => {
            onEdit(connection);
          }}
        />
      ))}
    </ul>
  );
}

/** A site's publishing targets. */
export function Connections({ siteId }: { siteId: string }) {
  const query = useQuery(connectionsQuery(siteId));
  // Connections hold keys of other houses.
  const mayConnect = useMayManage();
  const [wizard, setWizard] = useState<Connection | "new" | null>(null);
  return (
    <Stack gap="lg">
      <Text c="dimmed" maw="42rem">
        {t("connections.lead")}
      </Text>
      <QueryView query={query} rows={3}>
        {(connections) => (
          <>
            {mayConnect ? (
              <Actions
                siteId={siteId}
                hasPreview={connections.some(({ kind }) => kind === "preview")}
                onConnect={() => {
                  setWizard("new");
                }}
              />
            ) : (
              <Text size="sm">{t("connections.onlyAdmins")}</Text>
            )}
            <List connections={connections} mayConnect={mayConnect} onEdit={setWizard} />
          </>
        )}
      </QueryView>
      {wizard !== null && (
        <Suspense>
          <Wizard
            siteId={siteId}
            connection={wizard === "new" ? null : wizard}
            onClose={() => {
              setWizard(null);
            }}
          />
        </Suspense>
      )}
    </Stack>
  );
}
