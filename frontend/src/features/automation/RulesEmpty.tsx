import { Button, Text } from "@mantine/core";
import { IconRoute } from "@tabler/icons-react";
import { Link } from "react-router";

import { EmptyState } from "@/components/states";
import { t } from "@/lib/i18n";

import classes from "./automation.module.css";

const LESSONS = [1, 2, 3] as const;

/** Nothing to list yet: shows what a rule is for and where to begin. */
export function RulesEmpty() {
  return (
    <EmptyState
      icon={<IconRoute size={26} />}
      title={t("rules.empty.title")}
      text={t("rules.empty.text")}
      action={
        <Button component={Link} to="/keywords">
          {t("rules.empty.action")}
        </Button>
      }
    >
      <ol className={classes.teach}>
        {LESSONS.map((n) => (
          <li key={n}>
            <Text fw={650}>{`${String(n)}. ${t(`rules.empty.${n}.title`)}`}</Text>
            <Text size="sm" c="dimmed" mt={4}>
              {t(`rules.empty.${n}.text`)}
            </Text>
          </li>
        ))}
      </ol>
    </EmptyState>
  );
}
