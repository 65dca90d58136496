import { Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";

import { SearchField } from "@/components/SearchField";
import { ErrorState, LoadingList } from "@/components/states";
import { asApiError, type RuleTemplate } from "@/lib/api";
import { t } from "@/lib/i18n";

import { templatesQuery } from "./queries";
import classes from "./templates.module.css";

export function matches(template: RuleTemplate, words: string): boolean {
  const { name, description, category } = template;
  const haystack = `${name} ${description} ${category}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

/** The templates by category, both in the order in which they came. */
export function byCategory(templates: readonly RuleTemplate[]): [string, RuleTemplate[]][] {
  const groups = new Map<string, RuleTemplate[]>();
  for (const template of templates) {
    const category = template.category || t("templates.own");
    groups.set(category, [...(groups.get(category) ?? []), template]);
  }
  return [...groups];
}

interface PickProps {
  onPick: (template: RuleTemplate) => void;
}

function Card({ template, onPick }: PickProps & { template: RuleTemplate }) {
  const describedBy = useId();
  return (
    <li>
      <UnstyledButton
        className={classes.card}
        aria-label={template.name}
        aria-describedby={describedBy}
        onClick={() => {
          onPick(template);
        }}
      >
        <Text fw={650}>{template.name}</Text>
        <div id={describedBy}>
          <Text size="sm">{template.description}</Text>
          {template.credits !== "" && (
            <Text size="xs" c="dimmed" mt={6}>
              {t("templates.credits", { credits: template.credits })}
            </Text>
          )}
          {template.needs.length > 0 && (
            <Text size="xs" c="dimmed">
              {t("templates.needs", { needs: template.needs.join("; ") })}
            </Text>
          )}
        </div>
      </UnstyledButton>
    </li>
  );
}

function Category({ name, templates, onPick }: PickProps & { name: string; templates: RuleTemplate[] }) {
  const headingId = useId();
  return (
    <section aria-labelledby={headingId}>
      <Title order={3} size="h5" mb="xs" id={headingId}>
        {name}
      </Title>
      <ul className={classes.cards}>
        {templates.map((template) => (
          <Card key={template.id} template={template} onPick={onPick} />
        ))}
      </ul>
    </section>
  );
}

/** All templates, to pick one. */
export function TemplateList({ onPick }: PickProps) {
  const [words, setWords] = useState("");
  const { data, error, refetch } = useQuery(templatesQuery);
  if (error !== null) {
    return (
      <ErrorState
        error={asApiError(error, t("error.offline"))}
        onRetry={() => {
          void refetch();
        }}
      />
    );
  }
  if (data === undefined) return <LoadingList rows={4} />;
  if (data.length === 0) return <Text c="dimmed">{t("templates.empty")}</Text>;
  const found = data.filter((template) => matches(template, words));
  return (
    <>
      <Text c="dimmed" mb="sm">
        {t("templates.lead")}
      </Text>
      <SearchField label={t("templates.search")} onSearch={setWords} />
      {found.length === 0 && <Text role="status">{t("templates.none")}</Text>}
      <Stack gap="lg">
        {byCategory(found).map(([name, templates]) => (
          <Category key={name} name={name} templates={templates} onPick={onPick} />
        ))}
      </Stack>
    </>
  );
}
