import { Button, Group, Paper, PasswordInput, Stack, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";

import { useMe } from "@/features/account";
import { ApiError, type Me, type OwnChange } from "@/lib/api";
import { t } from "@/lib/i18n";

import { useChange } from "./queries";
import { settingsApi } from "./settings.api";

function NameForm({ me }: { me: Me }) {
  const save = useChange((body: OwnChange) => settingsApi.changeMe(body));
  const form = useForm({ initialValues: { name: me.name === me.email ? "" : me.name } });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ name }) => {
        save.mutate(
          { name: name.trim() },
          {
            onSuccess: () => {
              notifications.show({ message: t("settings.saved") });
            },
          },
        );
      })}
    >
      <Stack gap="md">
        <TextInput
          label={t("me.name")}
          autoComplete="name"
          maxLength={120}
          {...form.getInputProps("name")}
        />
        <Group>
          <Button type="submit" variant="default" loading={save.isPending}>
            {t("settings.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface Passwords {
  current: string;
  next: string;
}

const NO_PASSWORDS: Passwords = { current: "", next: "" };

function usePasswordForm() {
  return useForm<Passwords>({
    initialValues: NO_PASSWORDS,
    validate: {
      current: (value) => (value === "" ? t("me.current.needed") : null),
      next: (value) => (value === "" ? t("me.new.needed") : null),
    },
  });
}

/** What the API objects to, at its field; what it says of none stands at the first. */
function problemsOf(error: Error): Partial<Record<keyof Passwords, string>> {
  const { current_password: current, password: next } = error instanceof ApiError ? error.fields : {};
  if (current === undefined && next === undefined) return { current: error.message };
  return {
    ...(current && { current: current.join(" ") }),
    ...(next && { next: next.join(" ") }),
  };
}

function PasswordForm() {
  const form = usePasswordForm();
  const save = useChange((body: OwnChange) => settingsApi.changeMe(body), true);
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ current, next }) => {
        save.mutate(
          { current_password: current, password: next },
          {
            onSuccess: () => {
              form.reset();
              notifications.show({ message: t("me.changed") });
            },
            onError: (error) => {
              form.setErrors(problemsOf(error));
            },
          },
        );
      })}
    >
      <Stack gap="md">
        <PasswordInput
          label={t("me.current")}
          autoComplete="current-password"
          {...form.getInputProps("current")}
        />
        <PasswordInput label={t("me.new")} autoComplete="new-password" {...form.getInputProps("next")} />
        <Group>
          <Button type="submit" variant="default" loading={save.isPending}>
            {t("me.change")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What concerns oneself: name and password. */
export function OwnCard() {
  const me = useMe();
  if (me === null) return null;
  return (
    <Paper p="lg" component="section">
      <Title order={2} size="h4" mb="md">
        {t("me.title")}
      </Title>
      <NameForm me={me} />
      <Title order={3} size="h5" mt="lg" mb="sm">
        {t("me.password")}
      </Title>
      <PasswordForm />
    </Paper>
  );
}
