import { Alert, Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";

import { useMe } from "@/features/account";
import { ApiError, type MemberRequest, type NewMember } from "@/lib/api";
import { t } from "@/lib/i18n";

import { CopySecret } from "./CopySecret";
import { useChange } from "./queries";
import { rolesUpTo } from "./roles";
import { settingsApi } from "./settings.api";

function useMemberForm() {
  return useForm<MemberRequest>({
    initialValues: { email: "", name: "", role: "editor" },
    validate: { email: (email) => (/^\S+@\S+$/.test(email.trim()) ? null : t("members.email.needed")) },
  });
}

type Form = ReturnType<typeof useMemberForm>;

function Fields({ form }: { form: Form }) {
  const me = useMe();
  return (
    <>
      <TextInput
        type="email"
        label={t("members.email")}
        required
        data-autofocus
        maxLength={254}
        {...form.getInputProps("email")}
      />
      <TextInput label={t("members.name")} maxLength={120} {...form.getInputProps("name")} />
      <NativeSelect
        label={t("members.role")}
        data={rolesUpTo(me?.role ?? "viewer").map((role) => ({
          value: role,
          label: `${t(`account.role.${role}`)}: ${t(`role.${role}.text`)}`,
        }))}
        {...form.getInputProps("role")}
      />
    </>
  );
}

/** Done: with the first password of somebody who is new here. */
function Added({ member, onClose }: { member: NewMember; onClose: () => void }) {
  if (member.initial_password === "") {
    return (
      <Stack gap="md">
        <Text>{t("members.added.known")}</Text>
        <Group justify="flex-end">
          <Button onClick={onClose}>{t("action.close")}</Button>
        </Group>
      </Stack>
    );
  }
  return (
    <CopySecret secret={member.initial_password} note={t("members.added.password")} onDone={onClose} />
  );
}

/** Lets a person into the account. */
export function AddMemberDialog({ onClose }: { onClose: () => void }) {
  const form = useMemberForm();
  const add = useChange(settingsApi.addMember, true);
  const { data: member, error } = add;
  return (
    <Modal
      opened
      onClose={onClose}
      title={member ? t("members.added", { name: member.name || member.email }) : t("members.add.title")}
      // A slip must not take away what is shown only once.
      closeOnClickOutside={member === undefined}
      closeOnEscape={member === undefined}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {member !== undefined ? (
        <Added member={member} onClose={onClose} />
      ) : (
        <form
          noValidate
          onSubmit={form.onSubmit((values) => {
            add.mutate({ ...values, email: values.email.trim() });
          })}
        >
          <Stack gap="md">
            <Fields form={form} />
            {error !== null && (
              <Alert role="alert" color="red" title={t("members.notAdded")}>
                {error instanceof ApiError ? error.message : t("error.offline")}
              </Alert>
            )}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={onClose}>
                {t("action.cancel")}
              </Button>
              <Button type="submit" loading={add.isPending}>
                {t("members.submit")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
