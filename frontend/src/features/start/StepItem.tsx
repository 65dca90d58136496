import { Badge, Button, Text, ThemeIcon, Title } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { Link } from "react-router";

import { t } from "@/lib/i18n";

import classes from "./start.module.css";
import { PLACES, type StepKey } from "./steps";

interface StepItemProps {
  step: StepKey;
  done: boolean;
  next: boolean;
}

function State({ done, next }: Omit<StepItemProps, "step">) {
  if (done) return <Badge color="pine">{t("start.done")}</Badge>;
  if (next) return <Badge color="ember">{t("start.next")}</Badge>;
  return <span className="visually-hidden">{t("start.open")}</span>;
}

/** One step: what it is for, whether it is done, and the way there. */
export function StepItem({ step, done, next }: StepItemProps) {
  const { to, icon: Icon } = PLACES[step];
  return (
    <li className={classes.step} data-next={next || undefined}>
      <ThemeIcon size={40} radius="xl" variant="light" color={done ? "gray" : "pine"} aria-hidden>
        {done ? <IconCheck size={20} /> : <Icon size={20} stroke={1.7} />}
      </ThemeIcon>
      <div className={classes.about}>
        <Title order={2} size="h5" className={classes.name}>
          {t(`start.step.${step}`)} <State done={done} next={next} />
        </Title>
        <Text size="sm" c="dimmed">
          {t(`start.step.${step}.text`)}
        </Text>
      </div>
      <Button component={Link} to={to} variant={next ? "filled" : done ? "subtle" : "default"} size="sm">
        {t(`start.step.${step}.action`)}
      </Button>
    </li>
  );
}
