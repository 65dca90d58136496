import { Alert, Button, Group, Modal, Radio, Stack, TextInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";

import { useMe } from "@/features/account";
import type { ApiTokenRequest, Role } from "@/lib/api";
import { t } from "@/lib/i18n";

import { CopySecret } from "./CopySecret";
import { useChange } from "./queries";
import { ROLES, rolesUpTo } from "./roles";
import { settingsApi } from "./settings.api";

function RoleField({ role, onChange }: { role: Role; onChange: (role: Role) => void }) {
  const me = useMe();
  return (
    <Radio.Group
      label={t("tokens.role")}
      description={t("tokens.role.hint")}
      value={role}
      onChange={(value) => {
        onChange(ROLES.find((one) => one === value) ?? role);
      }}
    >
      <Stack gap="xs" mt="xs">
        {rolesUpTo(me?.role ?? "viewer").map((one) => (
          <Radio
            key={one}
            value={one}
            label={t(`account.role.${one}`)}
            description={t(`role.${one}.text`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

interface TokenFormProps {
  pending: boolean;
  error: Error | null;
  onSubmit: (request: ApiTokenRequest) => void;
  onCancel: () => void;
}

function TokenForm({ pending, error, onSubmit, onCancel }: TokenFormProps) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [missing, setMissing] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setMissing(name.trim() === "");
    if (name.trim() !== "") onSubmit({ name: name.trim(), role });
  };
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={t("tokens.name")}
          description={t("tokens.name.hint")}
          required
          data-autofocus
          maxLength={120}
          value={name}
          error={missing ? t("tokens.name.needed") : undefined}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <RoleField role={role} onChange={setRole} />
        {error !== null && (
          <Alert role="alert" color="red" title={t("tokens.notCreated")}>
            {error.message}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" loading={pending}>
            {t("tokens.submit")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** From a name and a role to a token. The secret goes with the dialog. */
export function CreateTokenDialog({ onClose }: { onClose: () => void }) {
  const create = useChange(settingsApi.createToken, true);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(create.data === undefined ? "tokens.create.title" : "tokens.created")}
      // A slip must not take away what is shown only once.
      closeOnClickOutside={create.data === undefined}
      closeOnEscape={create.data === undefined}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {create.data === undefined ? (
        <TokenForm
          pending={create.isPending}
          error={create.error}
          onSubmit={create.mutate}
          onCancel={onClose}
        />
      ) : (
        <CopySecret secret={create.data.token} note={t("tokens.once")} onDone={onClose} />
      )}
    </Modal>
  );
}
