import { Button, Group } from "@mantine/core";
import { IconRoute } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "react-router";

import { Lessons } from "@/components/Lessons";
import { EmptyState } from "@/components/states";
import { t } from "@/lib/i18n";

const lessons = () =>
  ([1, 2, 3] as const).map((n) => ({
    title: t(`rules.empty.${n}.title`),
    text: t(`rules.empty.${n}.text`),
  }));

/** Nothing to list yet: shows what a rule is for and where to begin. */
export function RulesEmpty({ actions }: { actions: ReactNode }) {
  return (
    <EmptyState
      icon={<IconRoute size={26} />}
      title={t("rules.empty.title")}
      text={t("rules.empty.text")}
      action={
        <Group gap="sm" justify="center">
          {actions}
          <Button component={Link} to="/keywords" variant="default">
            {t("rules.empty.action")}
          </Button>
        </Group>
      }
    >
      <Lessons items={lessons()} />
    </EmptyState>
  );
}
