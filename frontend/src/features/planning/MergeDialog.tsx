import { Button, Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { useState } from "react";

import type { Cluster } from "@/lib/api";
import { t } from "@/lib/i18n";

import { clustersApi } from "./clusters.api";
import { useChange } from "./useChange";

interface MergeFormProps {
  clusters: readonly Cluster[];
  onClose: () => void;
  onDone: (into: Cluster) => void;
}

/** Which of the clusters stays. */
export function MergeForm({ clusters, onClose, onDone }: MergeFormProps) {
  const largest = [...clusters].sort((a, b) => b.keyword_count - a.keyword_count)[0];
  const [into, setInto] = useState(largest?.id ?? "");
  const others = clusters.filter(({ id }) => id !== into).map(({ id }) => id);
  const merge = useChange(() => clustersApi.merge(into, others), {
    done: ({ name }) => t("clusters.merged", { name }),
    onDone,
  });
  return (
    <Stack gap="lg">
      <Radio.Group
        label={t("clusters.merge.into")}
        description={t("clusters.merge.text")}
        value={into}
        onChange={setInto}
      >
        <Stack gap="xs" mt="sm">
          {clusters.map(({ id, name, keyword_count: count }) => (
            <Radio key={id} value={id} label={name} description={t("keywords.count", { count })} />
          ))}
        </Stack>
      </Radio.Group>
      <Text size="sm" c="dimmed">
        {t("clusters.merge.final")}
      </Text>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button
          loading={merge.isPending}
          onClick={() => {
            merge.mutate(undefined);
          }}
        >
          {t("clusters.merge.do", { count: clusters.length })}
        </Button>
      </Group>
    </Stack>
  );
}

/** Makes one of several clusters; asks which of them stays. Closed without any. */
export function MergeDialog(props: MergeFormProps) {
  const { clusters, onClose } = props;
  return (
    <Modal
      opened={clusters.length > 0}
      onClose={onClose}
      title={t("clusters.merge.title")}
      centered
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {clusters.length > 0 && <MergeForm key={clusters.map(({ id }) => id).join()} {...props} />}
    </Modal>
  );
}
