import {
  Alert,
  Button,
  Group,
  Modal,
  NativeSelect,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";

import { ApiError, type RuleTemplate } from "@/lib/api";
import { t } from "@/lib/i18n";
import { useRuleNames } from "@/lib/ruleNames";

import { type TemplateValues, useSaveTemplate } from "./queries";

interface SaveTemplateDialogProps {
  /** The own template to change; null to make one of a rule. */
  template: RuleTemplate | null;
  /** The rule that is chosen at first. */
  ruleId?: string;
  onClose: () => void;
}

const needed = (value: string) => (value.trim() === "" ? t("templates.required") : null);

function useFields(template: RuleTemplate | null, ruleId: string) {
  return useForm<TemplateValues>({
    initialValues: {
      rule: ruleId,
      name: template?.name ?? "",
      description: template?.description ?? "",
      category: template?.category ?? "",
    },
    validate: { name: needed, rule: template === null ? needed : () => null },
  });
}

type Fields = ReturnType<typeof useFields>;

function RuleField({ form }: { form: Fields }) {
  const rules = useRuleNames();
  return (
    <NativeSelect
      label={t("templates.save.rule")}
      required
      data={[
        { value: "", label: t("templates.save.pick") },
        ...rules.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      {...form.getInputProps("rule")}
      onChange={(event) => {
        const { value } = event.currentTarget;
        form.setFieldValue("rule", value);
        const rule = rules.find(({ id }) => id === value);
        if (rule !== undefined && form.values.name === "") form.setFieldValue("name", rule.name);
      }}
    />
  );
}

function TextFields({ form }: { form: Fields }) {
  return (
    <>
      <TextInput
        label={t("templates.save.name")}
        required
        maxLength={200}
        {...form.getInputProps("name")}
      />
      <Textarea
        label={t("templates.save.description")}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={5000}
        {...form.getInputProps("description")}
      />
      <TextInput
        label={t("templates.save.category")}
        maxLength={60}
        {...form.getInputProps("category")}
      />
    </>
  );
}

/** What the API objects to, at the fields that it names. */
function showProblems(form: Fields, error: Error) {
  if (!(error instanceof ApiError)) return;
  form.setErrors(
    Object.fromEntries(Object.entries(error.fields).map(([at, texts]) => [at, texts.join(" ")])),
  );
}

/** Makes a template of a rule, or changes what an own template says about itself. */
export function SaveTemplateDialog({ template, ruleId = "", onClose }: SaveTemplateDialogProps) {
  const form = useFields(template, ruleId);
  const save = useSaveTemplate(template, onClose);
  const title =
    template === null ? t("templates.save.title") : t("templates.change.title", { name: template.name });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={title}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <form
        noValidate
        onSubmit={form.onSubmit((values) => {
          save.mutate(
            { ...values, name: values.name.trim() },
            {
              onError: (error) => {
                showProblems(form, error);
              },
            },
          );
        })}
      >
        <Stack gap="md">
          {template === null && (
            <>
              <Text c="dimmed">{t("templates.save.lead")}</Text>
              <RuleField form={form} />
            </>
          )}
          <TextFields form={form} />
          {save.error !== null && (
            <Alert role="alert" color="red" title={t("templates.notSaved")}>
              {save.error.message}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("action.cancel")}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t("templates.save.submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
