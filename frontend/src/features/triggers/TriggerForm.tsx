import { Radio, SimpleGrid, Stack, Text } from "@mantine/core";
import {
  IconBolt,
  IconCalendarClock,
  IconHandClick,
  IconPlugConnected,
  IconQuestionMark,
} from "@tabler/icons-react";

import { t } from "@/lib/i18n";
import type { Problems, TriggerDraft } from "@/lib/rule";

import { EventForm } from "./EventForm";
import { InputsForm } from "./InputsForm";
import { ScheduleList } from "./ScheduleList";
import classes from "./triggers.module.css";
import { newSchedule } from "./schedules";
import { useNewZone } from "./useNewZone";
import { WebhookForm } from "./WebhookForm";

const KINDS = [
  {
    kind: "manual",
    label: "trigger.kind.manual",
    hint: "trigger.kind.manual.hint",
    icon: IconHandClick,
  },
  {
    kind: "schedule",
    label: "trigger.kind.schedule",
    hint: "trigger.kind.schedule.hint",
    icon: IconCalendarClock,
  },
  { kind: "event", label: "trigger.kind.event", hint: "trigger.kind.event.hint", icon: IconBolt },
  {
    kind: "webhook",
    label: "trigger.kind.webhook",
    hint: "trigger.kind.webhook.hint",
    icon: IconPlugConnected,
  },
] as const;

interface TriggerFormProps {
  value: TriggerDraft;
  onChange: (value: TriggerDraft) => void;
  /** Null for a rule that is not stored yet. */
  ruleId: string | null;
  problems: Problems;
}

interface CardProps {
  kind: string;
  label: string;
  hint: string;
  icon: React.ReactNode;
}

function KindCard({ kind, label, hint, icon }: CardProps) {
  return (
    <Radio.Card value={kind} className={classes.card} aria-label={label}>
      <span className={classes.icon} aria-hidden>
        {icon}
      </span>
      <span className={classes.words}>
        <Text fw={650} component="span" display="block">
          {label}
        </Text>
        <Text size="sm" c="dimmed" component="span" display="block">
          {hint}
        </Text>
      </span>
      <Radio.Indicator />
    </Radio.Card>
  );
}

/** With the kind that was picked; what belongs to other kinds is kept for a change of mind. */
function withKind(value: TriggerDraft, kind: string, zone: string): TriggerDraft {
  const wantsSchedule = kind === "schedule" && value.schedules.length === 0;
  return { ...value, trigger: kind, ...(wantsSchedule && { schedules: [newSchedule(zone)] }) };
}

function KindCards({ value, onChange, problems }: TriggerFormProps) {
  const zone = useNewZone();
  const known = KINDS.some(({ kind }) => kind === value.trigger);
  return (
    <Radio.Group
      label={t("trigger.label")}
      error={problems.trigger?.join(" ")}
      value={value.trigger}
      onChange={(kind) => {
        onChange(withKind(value, kind, zone));
      }}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" mt="xs">
        {KINDS.map(({ kind, label, hint, icon: Icon }) => (
          <KindCard key={kind} kind={kind} label={t(label)} hint={t(hint)} icon={<Icon size={22} />} />
        ))}
        {!known && (
          <KindCard
            kind={value.trigger}
            label={t("trigger.kind.other", { kind: value.trigger })}
            hint=""
            icon={<IconQuestionMark size={22} />}
          />
        )}
      </SimpleGrid>
    </Radio.Group>
  );
}

/** When a rule starts: the kind of trigger, and what that kind needs to know. */
export function TriggerForm(props: TriggerFormProps) {
  const { value, onChange, ruleId, problems } = props;
  return (
    <Stack gap="lg">
      <KindCards {...props} />
      {value.trigger === "manual" && (
        <InputsForm
          inputs={value.inputs}
          problems={problems}
          onChange={(inputs) => {
            onChange({ ...value, inputs });
          }}
        />
      )}
      {value.trigger === "schedule" && (
        <ScheduleList
          schedules={value.schedules}
          problems={problems}
          onChange={(schedules) => {
            onChange({ ...value, schedules });
          }}
        />
      )}
      {value.trigger === "event" && (
        <EventForm
          event={value.event}
          problems={problems}
          onChange={(event) => {
            onChange({ ...value, event });
          }}
        />
      )}
      {value.trigger === "webhook" && (
        <WebhookForm
          webhook={value.webhook}
          ruleId={ruleId}
          onChange={(webhook) => {
            onChange({ ...value, webhook });
          }}
        />
      )}
    </Stack>
  );
}
