import { Alert, Button, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import type { ReactNode } from "react";

import { OutsideLink } from "@/components/LinkText";
import { asApiError } from "@/lib/api";
import { t } from "@/lib/i18n";

import classes from "./publishing.module.css";
import type { Wizard } from "./useWizard";
import { addressProblem, looksLikeApplicationPassword, passwordPage, tidyAddress } from "./wordpress";

export function hostOf(url: string): string {
  return tidyAddress(url).replace(/^https?:\/\//, "");
}

function StepForm({ onSubmit, children }: { onSubmit: () => void; children: ReactNode }) {
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Stack gap="md">{children}</Stack>
    </form>
  );
}

export function AddressStep({ wizard }: { wizard: Wizard }) {
  const { texts, gaps, set } = wizard;
  const plain = addressProblem(tidyAddress(texts.url)) === "plain";
  return (
    <StepForm onSubmit={wizard.toPassword}>
      <TextInput
        label={t("wizard.url")}
        description={t("wizard.url.text")}
        required
        data-autofocus
        inputMode="url"
        autoComplete="url"
        value={texts.url}
        error={gaps.url}
        onChange={(event) => {
          set({ url: event.currentTarget.value });
        }}
        onBlur={() => {
          set({ url: tidyAddress(texts.url) });
        }}
      />
      {plain && <Alert color="ember">{t("wizard.url.plain")}</Alert>}
      <TextInput
        label={t("wizard.name")}
        description={t("wizard.name.text")}
        maxLength={120}
        value={texts.name}
        error={gaps.name}
        onChange={(event) => {
          set({ name: event.currentTarget.value });
        }}
      />
      <Group justify="flex-end">
        <Button type="submit">{t("wizard.next")}</Button>
      </Group>
    </StepForm>
  );
}

const FINDING_IT = [1, 2, 3, 4] as const;

function WhereToFindIt({ url }: { url: string }) {
  return (
    <Stack gap="xs">
      <Text size="sm">{t("wizard.password.lead")}</Text>
      <ol className={classes.steps}>
        {FINDING_IT.map((n) => (
          <li key={n}>{t(`wizard.password.${n}`)}</li>
        ))}
      </ol>
      <OutsideLink href={passwordPage(url)} size="sm">
        {t("wizard.password.open", { host: hostOf(url) })}
      </OutsideLink>
      <Text size="sm" c="dimmed">
        {t("wizard.password.missing")}
      </Text>
    </Stack>
  );
}

function Credentials({ wizard }: { wizard: Wizard }) {
  const { texts, gaps, keptSecret, set } = wizard;
  const odd = texts.secret.trim() !== "" && !looksLikeApplicationPassword(texts.secret);
  return (
    <>
      <TextInput
        label={t("wizard.username")}
        description={t("wizard.username.text")}
        required
        data-autofocus
        autoComplete="off"
        maxLength={120}
        value={texts.username}
        error={gaps.username}
        onChange={(event) => {
          set({ username: event.currentTarget.value });
        }}
      />
      <PasswordInput
        label={t("wizard.secret")}
        description={t(keptSecret ? "wizard.secret.keep" : "wizard.secret.text")}
        required={!keptSecret}
        autoComplete="off"
        maxLength={500}
        value={texts.secret}
        error={gaps.secret}
        onChange={(event) => {
          set({ secret: event.currentTarget.value });
        }}
      />
      {odd && <Alert color="ember">{t("wizard.secret.odd")}</Alert>}
    </>
  );
}

export function PasswordStep({ wizard }: { wizard: Wizard }) {
  const { store } = wizard;
  return (
    <StepForm onSubmit={wizard.toTest}>
      <WhereToFindIt url={wizard.texts.url} />
      <Credentials wizard={wizard} />
      {store.error !== null && (
        <Alert role="alert" color="red" title={t("wizard.save.failed")}>
          {asApiError(store.error, t("error.offline")).message}
        </Alert>
      )}
      <Group justify="space-between">
        <Button
          variant="default"
          onClick={() => {
            wizard.goTo(0);
          }}
        >
          {t("wizard.back")}
        </Button>
        <Button type="submit" loading={store.isPending}>
          {t("wizard.saveAndTest")}
        </Button>
      </Group>
    </StepForm>
  );
}
