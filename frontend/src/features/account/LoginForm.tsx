import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useInterval } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { t } from "@/lib/i18n";

import { accountApi } from "./account.api";
import { loginMessage, waitSeconds } from "./loginError";
import { meQuery } from "./session";

interface Credentials {
  email: string;
  password: string;
}

function useLogin() {
  const client = useQueryClient();
  const [wait, setWait] = useState(0);
  useInterval(
    () => {
      setWait((left) => Math.max(0, left - 1));
    },
    1000,
    { autoInvoke: wait > 0 },
  );
  const login = useMutation({
    mutationFn: ({ email, password }: Credentials) => accountApi.login(email, password),
    onSuccess: () => client.query({ ...meQuery, staleTime: 0 }),
    onError: (error) => {
      setWait(waitSeconds(error));
    },
  });
  return { login, wait };
}

function errorText(error: Error | null, wait: number): string | null {
  if (wait > 0) return t("login.throttled", { count: wait });
  if (error === null || waitSeconds(error) > 0) return null;
  return loginMessage(error);
}

export function LoginForm() {
  const { login, wait } = useLogin();
  const form = useForm<Credentials>({
    initialValues: { email: "", password: "" },
    validate: {
      email: (value) => (value.trim() === "" ? t("login.emailMissing") : null),
      password: (value) => (value === "" ? t("login.passwordMissing") : null),
    },
  });
  const message = errorText(login.error, wait);
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) => {
        login.mutate(values);
      })}
    >
      <Stack gap="md">
        {message !== null && (
          <Alert role="alert" color={wait > 0 ? "ember" : "red"}>
            {message}
          </Alert>
        )}
        <TextInput
          type="email"
          label={t("login.email")}
          autoComplete="username"
          size="md"
          {...form.getInputProps("email")}
        />
        <PasswordInput
          label={t("login.password")}
          autoComplete="current-password"
          size="md"
          {...form.getInputProps("password")}
        />
        <Button type="submit" size="md" fullWidth loading={login.isPending} disabled={wait > 0}>
          {t("login.submit")}
        </Button>
      </Stack>
    </form>
  );
}
