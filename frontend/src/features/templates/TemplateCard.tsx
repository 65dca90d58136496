import { Button, Group, Paper, Text, Title } from "@mantine/core";

import type { RuleTemplate } from "@/lib/api";
import { t } from "@/lib/i18n";

import classes from "./templates.module.css";

export type CardAction = "use" | "edit" | "delete";

interface TemplateCardProps {
  template: RuleTemplate;
  /** What this person may do with it. */
  actions: readonly CardAction[];
  onAction: (action: CardAction) => void;
}

const VARIANTS: Readonly<Record<CardAction, { variant: string; color?: string }>> = {
  use: { variant: "light" },
  edit: { variant: "subtle" },
  delete: { variant: "subtle", color: "red" },
};

/** What a template does, needs and costs, and what can be done with it. */
export function TemplateCard({ template, actions, onAction }: TemplateCardProps) {
  const { name, description, credits, needs } = template;
  return (
    <Paper component="li" className={classes.tall} p="md">
      <div className={classes.about}>
        <Title order={3} size="h5">
          {name}
        </Title>
        <Text size="sm" mt={4} style={{ overflowWrap: "anywhere" }}>
          {description}
        </Text>
        {credits !== "" && (
          <Text size="sm" c="dimmed" mt="xs">
            {t("templates.credits", { credits })}
          </Text>
        )}
        {needs.length > 0 && (
          <Text size="sm" c="dimmed">
            {t("templates.needs", { needs: needs.join("; ") })}
          </Text>
        )}
      </div>
      {actions.length > 0 && (
        <Group gap="xs" mt="md">
          {actions.map((action) => (
            <Button
              key={action}
              size="compact-md"
              {...VARIANTS[action]}
              aria-label={t(`templates.${action}Named`, { name })}
              onClick={() => {
                onAction(action);
              }}
            >
              {t(`templates.${action}`)}
            </Button>
          ))}
        </Group>
      )}
    </Paper>
  );
}
