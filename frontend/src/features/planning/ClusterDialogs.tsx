import { Button, Group, Modal, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";

import { ConfirmDialog } from "@/components/ConfirmDialog";
import { ObjectSelect } from "@/components/ObjectSelect";
import { ApiError, type Cluster, type Intent } from "@/lib/api";
import { t } from "@/lib/i18n";

import { INTENTS } from "./badges";
import { clustersApi } from "./clusters.api";
import { MergeForm } from "./MergeDialog";
import { clusterQuery } from "./queries";
import { useChange } from "./useChange";

type Asked = "edit" | "merge" | "delete" | null;

export function useClusterQuestion() {
  const [asked, ask] = useState<Asked>(null);
  return {
    asked,
    ask,
    close: () => {
      ask(null);
    },
  };
}

export type ClusterQuestion = ReturnType<typeof useClusterQuestion>;

interface FormProps {
  cluster: Cluster;
  onClose: () => void;
}

function EditForm({ cluster, onClose }: FormProps) {
  const [name, setName] = useState(cluster.name);
  const [intent, setIntent] = useState(cluster.intent);
  const save = useChange(() => clustersApi.change(cluster.id, { name: name.trim(), intent }), {
    onDone: onClose,
  });
  const refused = save.error instanceof ApiError ? save.error.fields.name?.join(" ") : undefined;
  const missing = name.trim() === "" ? t("clusters.name.missing") : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (missing === undefined) save.mutate(undefined);
      }}
    >
      <Stack gap="md">
        <TextInput
          label={t("clusters.col.name")}
          data-autofocus
          maxLength={200}
          value={name}
          error={missing ?? refused}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <NativeSelect
          label={t("clusters.col.intent")}
          value={intent}
          data={[
            { value: "", label: t("keywords.unknown") },
            ...INTENTS.map((value) => ({ value, label: t(`intent.${value}`) })),
          ]}
          onChange={(event) => {
            setIntent(event.currentTarget.value as Intent | "");
          }}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t("planning.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** First with which cluster, then which of the two stays. */
function MergeWith({ cluster, onClose }: FormProps) {
  const [otherId, setOtherId] = useState<string | null>(null);
  const { data: other } = useQuery({ ...clusterQuery(otherId ?? ""), enabled: otherId !== null });
  const navigate = useNavigate();
  if (other !== undefined && other.id !== cluster.id) {
    return (
      <MergeForm
        clusters={[cluster, other]}
        onClose={onClose}
        onDone={({ id }) => {
          onClose();
          if (id !== cluster.id) void navigate(`/clusters/${id}`, { replace: true });
        }}
      />
    );
  }
  return (
    <ObjectSelect
      kind="cluster"
      label={t("clusters.merge.with", { name: cluster.name })}
      site={cluster.site}
      value={otherId}
      error={otherId === cluster.id ? t("clusters.merge.same") : undefined}
      onChange={setOtherId}
    />
  );
}

function DeleteQuestion({ cluster, onClose, opened }: FormProps & { opened: boolean }) {
  const navigate = useNavigate();
  const remove = useChange(() => clustersApi.remove(cluster.id), {
    done: () => t("clusters.deleted", { name: cluster.name }),
    onDone: () => void navigate("/clusters", { replace: true }),
  });
  return (
    <ConfirmDialog
      opened={opened}
      title={t("clusters.delete.title", { name: cluster.name })}
      text={t("clusters.delete.text")}
      confirm={t("planning.delete")}
      pending={remove.isPending}
      onClose={onClose}
      onConfirm={() => {
        remove.mutate(undefined);
      }}
    />
  );
}

interface ClusterDialogsProps {
  cluster: Cluster;
  question: ClusterQuestion;
}

/** Whatever is being asked about the cluster at the moment. */
export function ClusterDialogs({ cluster, question: { asked, close } }: ClusterDialogsProps) {
  const closeProps = { "aria-label": t("action.close") };
  return (
    <>
      <Modal
        opened={asked === "edit"}
        onClose={close}
        title={t("clusters.edit")}
        centered
        closeButtonProps={closeProps}
      >
        <EditForm cluster={cluster} onClose={close} />
      </Modal>
      <Modal
        opened={asked === "merge"}
        onClose={close}
        title={t("clusters.merge.title")}
        centered
        closeButtonProps={closeProps}
      >
        <MergeWith cluster={cluster} onClose={close} />
      </Modal>
      <DeleteQuestion cluster={cluster} onClose={close} opened={asked === "delete"} />
    </>
  );
}
