import { Button, CloseButton, Paper, Text, Title } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { LinkText } from "@/components/LinkText";
import { useMe } from "@/features/account";
import { t } from "@/lib/i18n";

import { onboardingQuery } from "./queries";
import classes from "./start.module.css";
import { isStepKey, PLACES } from "./steps";

/** The next first step, wherever it is shown, until all are done or somebody hides it on this device. */
export function StartCard() {
  const me = useMe();
  const [hidden, setHidden] = useLocalStorage({
    key: `igny8-start-hidden-${me?.account.id ?? ""}`,
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const { data } = useQuery({ ...onboardingQuery, enabled: !hidden });
  const next = data?.next ?? null;
  if (hidden || data === undefined || !isStepKey(next)) return null;
  return (
    <Paper component="section" className={classes.card} aria-label={t("start.title")}>
      <div className={classes.about}>
        <Title order={2} size="h5">
          {t("start.card.title", { step: t(`start.step.${next}`) })}
        </Title>
        <Text size="sm" c="dimmed" component="div">
          {t(`start.step.${next}.text`)} {t("start.progress", { done: data.done, total: data.total })}
          {". "}
          <LinkText to="/start" size="sm" underline="always">
            {t("start.card.all")}
          </LinkText>
        </Text>
      </div>
      <Button component={Link} to={PLACES[next].to} size="sm">
        {t(`start.step.${next}.action`)}
      </Button>
      <CloseButton
        aria-label={t("start.card.hide")}
        onClick={() => {
          setHidden(true);
        }}
      />
    </Paper>
  );
}
