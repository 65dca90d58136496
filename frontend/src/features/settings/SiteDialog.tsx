import {
  Alert,
  Button,
  Checkbox,
  Group,
  Modal,
  NativeSelect,
  Stack,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";

import { ApiError, type SiteSettings } from "@/lib/api";
import { t } from "@/lib/i18n";

import { useChange } from "./queries";
import { settingsApi } from "./settings.api";
import { languages, requestOf, type SiteValues, valuesOf } from "./siteForm";

const needed = (value: string) => (value.trim() === "" ? t("sites.needed") : null);

function useSiteForm(site: SiteSettings | null) {
  return useForm<SiteValues>({
    initialValues: valuesOf(site),
    validate: { name: needed, url: needed },
  });
}

type Form = ReturnType<typeof useSiteForm>;

function MainFields({ form }: { form: Form }) {
  return (
    <>
      <TextInput label={t("sites.name")} required maxLength={120} {...form.getInputProps("name")} />
      <TextInput
        type="url"
        label={t("sites.url")}
        description={t("sites.url.hint")}
        required
        maxLength={300}
        {...form.getInputProps("url")}
      />
      <NativeSelect
        label={t("sites.language")}
        data={languages(form.values.language)}
        {...form.getInputProps("language")}
      />
      <Checkbox
        label={t("sites.override")}
        description={t("sites.override.hint")}
        {...form.getInputProps("override_language", { type: "checkbox" })}
      />
      <Checkbox
        label={t("sites.autoApprove")}
        description={t("sites.autoApprove.hint")}
        {...form.getInputProps("auto_approve_ideas", { type: "checkbox" })}
      />
    </>
  );
}

function BrandFields({ form }: { form: Form }) {
  return (
    <>
      <TextInput label={t("sites.brand")} maxLength={120} {...form.getInputProps("brand_name")} />
      <TextInput
        label={t("sites.tone")}
        description={t("sites.tone.hint")}
        maxLength={200}
        {...form.getInputProps("tone")}
      />
      <Textarea
        label={t("sites.voice")}
        description={t("sites.voice.hint")}
        autosize
        minRows={2}
        maxRows={10}
        {...form.getInputProps("brand_voice")}
      />
      <TextInput
        label={t("sites.colors")}
        description={t("sites.colors.hint")}
        {...form.getInputProps("colors")}
      />
    </>
  );
}

/** What the API objects to, at its field; a colour's place in the list is of no use here. */
function problemsOf(error: Error): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  const pairs = Object.entries(error.fields);
  return Object.fromEntries(pairs.map(([at, texts]) => [at.replace(/[[.].*$/, ""), texts.join(" ")]));
}

function useSaveSite(site: SiteSettings | null, form: Form, onClose: () => void) {
  const save = useChange(
    (values: SiteValues) =>
      site === null
        ? settingsApi.createSite(requestOf(values))
        : settingsApi.changeSite(site.id, requestOf(values)),
    true,
  );
  const submit = (values: SiteValues) => {
    save.mutate(values, {
      onSuccess: ({ name }) => {
        notifications.show({ message: t("sites.saved", { name }) });
        onClose();
      },
      onError: (error) => {
        form.setErrors(problemsOf(error));
      },
    });
  };
  return { save, submit };
}

interface SiteDialogProps {
  /** The site to change; null for a new one. */
  site: SiteSettings | null;
  onClose: () => void;
}

export function SiteDialog({ site, onClose }: SiteDialogProps) {
  const form = useSiteForm(site);
  const { save, submit } = useSaveSite(site, form, onClose);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={site === null ? t("sites.add.title") : t("sites.edit.title", { name: site.name })}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <form noValidate onSubmit={form.onSubmit(submit)}>
        <Stack gap="md">
          <MainFields form={form} />
          <BrandFields form={form} />
          {save.error !== null && (
            <Alert role="alert" color="red" title={t("sites.notSaved")}>
              {save.error.message}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("action.cancel")}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t("sites.submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
