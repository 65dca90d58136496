import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";

import type { SiteSettings } from "@/lib/api";
import { t } from "@/lib/i18n";

import { useChange } from "./queries";
import { settingsApi } from "./settings.api";

interface DeleteSiteDialogProps {
  site: SiteSettings;
  onClose: () => void;
}

/** Much goes with a site, so its name is asked for. */
export function DeleteSiteDialog({ site, onClose }: DeleteSiteDialogProps) {
  const { id, name } = site;
  const [typed, setTyped] = useState("");
  const remove = useChange(settingsApi.deleteSite);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("sites.delete.title", { name })}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Stack gap="md">
        <Text>{t("sites.delete.text")}</Text>
        <TextInput
          label={t("sites.delete.confirm", { name })}
          autoComplete="off"
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
          }}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button
            color="red"
            disabled={typed.trim() !== name}
            loading={remove.isPending}
            onClick={() => {
              remove.mutate(id, {
                onSuccess: () => {
                  notifications.show({ message: t("sites.deleted", { name }) });
                  onClose();
                },
              });
            }}
          >
            {t("sites.delete.submit")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
