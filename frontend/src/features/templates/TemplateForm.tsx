import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { useCurrentSite } from "@/features/account";
import { ApiError, type AutomationRule, type RuleTemplate } from "@/lib/api";
import { t } from "@/lib/i18n";
import { newIdempotencyKey } from "@/lib/idempotency";

import { type FieldValues, initialValues, missing, sentInputs, specOf } from "./inputs";
import { TemplateField } from "./TemplateField";
import { templatesApi } from "./templates.api";

type Problems = Readonly<Record<string, string>>;

/** What the API objects to, by the name of the input; `name` is the rule's own. */
function problemsOf(error: Error | null): Problems {
  if (!(error instanceof ApiError)) return {};
  const pairs = Object.entries(error.fields).map(
    ([path, texts]) => [path.replace(/^inputs\./, ""), texts.join(" ")] as const,
  );
  return Object.fromEntries(pairs);
}

function useForm(template: RuleTemplate, onCreated: (rule: AutomationRule) => void) {
  const specs = template.inputs.map(specOf);
  const site = useCurrentSite();
  const [name, setName] = useState(template.name);
  const [values, setValues] = useState<FieldValues>(() => initialValues(specs));
  const [empty, setEmpty] = useState<Problems>({});
  // One key for one set of answers: sent again as it is, it makes no second rule.
  const [key, setKey] = useState(newIdempotencyKey);
  const create = useMutation({
    mutationFn: () =>
      templatesApi.instantiate(
        template.id,
        {
          name: name.trim(),
          inputs: sentInputs(specs, values),
          is_active: false,
          ...(site && { site: site.id }),
        },
        key,
      ),
    onSuccess: onCreated,
  });
  const changed = () => {
    setEmpty({});
    setKey(newIdempotencyKey());
  };
  return {
    specs,
    site,
    name,
    values,
    problems: { ...problemsOf(create.error), ...empty },
    error: create.error,
    pending: create.isPending,
    setName: (next: string) => {
      setName(next);
      changed();
    },
    setValue: (field: string, value: FieldValues[string]) => {
      setValues((before) => ({ ...before, [field]: value }));
      changed();
    },
    submit: () => {
      const gaps: Problems = {
        ...missing(specs, values),
        ...(name.trim() === "" && { name: t("templates.required") }),
      };
      setEmpty(gaps);
      if (Object.keys(gaps).length === 0) create.mutate();
    },
  };
}

interface TemplateFormProps {
  template: RuleTemplate;
  onBack: () => void;
  onCreated: (rule: AutomationRule) => void;
}

/** What a template asks for, and the rule that it becomes. */
export function TemplateForm({ template, onBack, onCreated }: TemplateFormProps) {
  const form = useForm(template, onCreated);
  const { problems, site } = form;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <Stack gap="md">
        <Text c="dimmed">{template.description}</Text>
        <Text size="sm">{t("templates.credits", { credits: template.credits })}</Text>
        <TextInput
          label={t("templates.name")}
          description={site === null ? undefined : t("templates.site", { name: site.name })}
          required
          maxLength={200}
          data-autofocus
          value={form.name}
          error={problems.name}
          onChange={(event) => {
            form.setName(event.currentTarget.value);
          }}
        />
        {form.specs.map((spec) => (
          <TemplateField
            key={spec.name}
            spec={spec}
            value={form.values[spec.name] ?? ""}
            error={problems[spec.name]}
            siteId={site?.id ?? null}
            onChange={(value) => {
              form.setValue(spec.name, value);
            }}
          />
        ))}
        {form.error !== null && (
          <Alert role="alert" color="red" title={t("templates.failed")}>
            {form.error.message}
          </Alert>
        )}
        <Text size="sm" c="dimmed">
          {t("templates.inactive")}
        </Text>
        <Group justify="space-between" gap="xs">
          <Button
            variant="subtle"
            leftSection={<IconArrowLeft size={16} aria-hidden />}
            onClick={onBack}
          >
            {t("templates.back")}
          </Button>
          <Button type="submit" loading={form.pending}>
            {t("templates.create")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
