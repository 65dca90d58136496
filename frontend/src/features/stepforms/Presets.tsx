import { Button, Group, Menu, Modal, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconBookmark, IconDeviceFloppy } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { ApiError } from "@/lib/api";
import { t } from "@/lib/i18n";
import { newIdempotencyKey } from "@/lib/idempotency";
import type { JsonObject } from "@/lib/rule";

import { stepformsApi } from "./stepforms.api";

interface SaveProps {
  type: string;
  params: JsonObject;
  onClose: () => void;
}

function problemOf(error: Error | null): string | undefined {
  if (error === null) return undefined;
  const texts = error instanceof ApiError ? Object.values(error.fields).flat() : [];
  return texts.length === 0 ? error.message : texts.join(" ");
}

/** Asks for the name of a new preset. */
function SaveDialog({ type, params, onClose }: SaveProps) {
  const [name, setName] = useState("");
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => stepformsApi.savePreset(name.trim(), type, params, newIdempotencyKey()),
    onSuccess: async (preset) => {
      await client.invalidateQueries({ queryKey: ["presets", type] });
      notifications.show({ message: t("stepform.presets.saved", { name: preset.name }) });
      onClose();
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("stepform.presets.save")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          // The dialog stands within the editor's tree: its submit is its own.
          event.stopPropagation();
          if (name.trim() !== "") save.mutate();
        }}
      >
        <TextInput
          label={t("stepform.presets.name")}
          required
          data-autofocus
          maxLength={200}
          error={problemOf(save.error)}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={name.trim() === ""}>
            {t("stepform.presets.do")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

interface PresetsProps {
  type: string;
  params: JsonObject;
  onPick: (params: JsonObject) => void;
}

/** Named settings of this kind of action: taken over, or saved. */
export function Presets({ type, params, onPick }: PresetsProps) {
  const [saving, { open, close }] = useDisclosure(false);
  const { data = [] } = useQuery({
    queryKey: ["presets", type],
    queryFn: () => stepformsApi.presets(type),
    staleTime: 60_000,
  });
  return (
    <>
      <Menu position="bottom-end" withinPortal shadow="md">
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<IconBookmark size={15} aria-hidden />}>
            {t("stepform.presets")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {data.length === 0 && (
            <Text size="sm" c="dimmed" px="sm" py={6}>
              {t("stepform.presets.none")}
            </Text>
          )}
          {data.map((preset) => (
            <Menu.Item
              key={preset.id}
              onClick={() => {
                onPick(preset.params);
              }}
            >
              {preset.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconDeviceFloppy size={16} aria-hidden />} onClick={open}>
            {t("stepform.presets.save")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {saving && <SaveDialog type={type} params={params} onClose={close} />}
    </>
  );
}
