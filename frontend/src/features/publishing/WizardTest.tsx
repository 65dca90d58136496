import { Alert, Button, Group, Loader, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";

import { OutsideLink } from "@/components/LinkText";
import { asApiError, type ConnectionReport } from "@/lib/api";
import { t } from "@/lib/i18n";

import { Checks } from "./Checks";
import { PLUGIN_URL } from "./publishing.api";
import classes from "./publishing.module.css";
import { STEPS, type Wizard } from "./useWizard";
import { hostOf } from "./WizardForms";
import { uploadPage } from "./wordpress";

interface StepProps {
  wizard: Wizard;
  onClose: () => void;
}

function hasPlugin(report: ConnectionReport | undefined): boolean {
  return report?.checks.some(({ name, ok }) => name === "meta_plugin" && ok) ?? false;
}

function Outcome({ wizard }: { wizard: Wizard }) {
  const { data, error, isPending } = wizard.test;
  if (isPending) {
    return (
      <Group gap="sm" role="status">
        <Loader size="sm" />
        <Text>{t("wizard.testing")}</Text>
      </Group>
    );
  }
  if (error !== null) {
    return (
      <Alert role="alert" color="red" title={t("wizard.test.failed")}>
        {asApiError(error, t("error.offline")).message}
      </Alert>
    );
  }
  if (data === undefined) return null;
  return (
    <>
      <Alert role="status" color={data.usable ? "pine" : "ember"}>
        {t(data.usable ? "wizard.test.usable" : "wizard.test.unusable")}
      </Alert>
      <Checks checks={data.checks} />
    </>
  );
}

function TestButtons({ wizard, onClose }: StepProps) {
  const { data, isPending } = wizard.test;
  return (
    <Group justify="space-between">
      <Button
        variant="default"
        onClick={() => {
          wizard.goTo(STEPS.indexOf("password"));
        }}
      >
        {t("wizard.back")}
      </Button>
      <Group gap="sm">
        <Button variant="default" loading={isPending} onClick={wizard.testAgain}>
          {t("wizard.test.again")}
        </Button>
        {data?.usable === true && (
          <Button
            onClick={() => {
              if (hasPlugin(data)) onClose();
              else wizard.goTo(STEPS.indexOf("plugin"));
            }}
          >
            {t(hasPlugin(data) ? "wizard.done" : "wizard.next")}
          </Button>
        )}
      </Group>
    </Group>
  );
}

export function TestStep({ wizard, onClose }: StepProps) {
  return (
    <Stack gap="md">
      <Outcome wizard={wizard} />
      <TestButtons wizard={wizard} onClose={onClose} />
    </Stack>
  );
}

const INSTALLING_IT = [1, 2, 3] as const;

function Installing({ url }: { url: string }) {
  return (
    <Stack gap="sm">
      <Text size="sm">{t("wizard.plugin.lead")}</Text>
      <ol className={classes.steps}>
        {INSTALLING_IT.map((n) => (
          <li key={n}>{t(`wizard.plugin.${n}`)}</li>
        ))}
      </ol>
      <Group gap="md">
        <Button
          component="a"
          href={PLUGIN_URL}
          download
          leftSection={<IconDownload size={17} aria-hidden />}
        >
          {t("wizard.plugin.download")}
        </Button>
        <OutsideLink href={uploadPage(url)} size="sm">
          {t("wizard.plugin.open", { host: hostOf(url) })}
        </OutsideLink>
      </Group>
    </Stack>
  );
}

export function PluginStep({ wizard, onClose }: StepProps) {
  const { data, isPending } = wizard.test;
  const has = hasPlugin(data);
  return (
    <Stack gap="md">
      {has ? (
        <Alert role="status" color="pine">
          {t("wizard.plugin.has")}
        </Alert>
      ) : (
        <Installing url={wizard.texts.url} />
      )}
      {wizard.test.error !== null && (
        <Alert role="alert" color="red" title={t("wizard.test.failed")}>
          {asApiError(wizard.test.error, t("error.offline")).message}
        </Alert>
      )}
      <Group justify="flex-end" gap="sm">
        {!has && (
          <Button variant="default" loading={isPending} onClick={wizard.testAgain}>
            {t("wizard.plugin.check")}
          </Button>
        )}
        <Button variant={has ? "filled" : "default"} onClick={onClose}>
          {t(has ? "wizard.done" : "wizard.later")}
        </Button>
      </Group>
    </Stack>
  );
}
