import { MultiSelect, NativeSelect, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";

import { scrollingOptions } from "@/components/dropdown";
import { SecondsInput } from "@/components/DurationInput";
import { ErrorState, LoadingList } from "@/components/states";
import { humanName, typeLabel } from "@/features/conditions";
import { asApiError, type EventType } from "@/lib/api";
import { t, tMaybe } from "@/lib/i18n";
import type { EventTrigger, Problems } from "@/lib/rule";

import { eventTypesQuery } from "./queries";
import classes from "./triggers.module.css";

interface PickProps {
  events: readonly EventType[];
  value: string | null;
  error: string | undefined;
  onChange: (type: string) => void;
}

const familyOf = ({ type }: EventType): string => {
  const family = type.split(".")[0] ?? type;
  return tMaybe(`event.family.${family}`, humanName(family));
};

function grouped(events: readonly EventType[]) {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const event of events) {
    const family = familyOf(event);
    const items = groups.get(family) ?? [];
    groups.set(family, [...items, { value: event.type, label: event.label }]);
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}

/** The event, found by any word of its name, type or description. */
function EventPick({ events, value, error, onChange }: PickProps) {
  const byType = new Map(events.map((event) => [event.type, event]));
  const words = (type: string): string => {
    const event = byType.get(type);
    return `${type} ${event?.label ?? ""} ${event?.description ?? ""}`.toLowerCase();
  };
  return (
    <Select
      label={t("event.pick")}
      placeholder={t("event.pick.placeholder")}
      nothingFoundMessage={t("event.pick.none")}
      description={value === null ? undefined : byType.get(value)?.description}
      inputWrapperOrder={["label", "input", "description", "error"]}
      required
      searchable
      allowDeselect={false}
      {...scrollingOptions}
      error={error}
      value={value}
      data={grouped(events)}
      filter={({ options, search }) => {
        const wanted = search.trim().toLowerCase();
        const label = value === null ? "" : (byType.get(value)?.label.toLowerCase() ?? "");
        if (wanted === "" || wanted === label) return options;
        return options.flatMap((group) => {
          if (!("group" in group)) return [];
          const items = group.items.filter((item) => words(item.value).includes(wanted));
          return items.length === 0 ? [] : [{ ...group, items }];
        });
      }}
      renderOption={({ option }) => (
        <div>
          <Text size="sm">{option.label}</Text>
          <Text size="xs" c="dimmed">
            {byType.get(option.value)?.description}
          </Text>
        </div>
      )}
      onChange={(type) => {
        if (type !== null) onChange(type);
      }}
    />
  );
}

/** What an event carries, for conditions and steps to read. */
function EventFields({ event }: { event: EventType }) {
  const titleId = useId();
  if (event.fields.length === 0) return null;
  return (
    <section aria-labelledby={titleId}>
      <Text size="sm" fw={600} id={titleId}>
        {t("event.fields")}
      </Text>
      <Text size="sm" c="dimmed">
        {event.changes ? t("event.fields.hint", { before: "event.before" }) : t("event.fields.plain")}
      </Text>
      <ul className={classes.fields}>
        {event.fields.map(({ name, type }) => (
          <li key={name}>
            <code>{name}</code>
            <Text component="span" size="xs" c="dimmed">
              {typeLabel(type)}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface EventFormProps {
  event: EventTrigger | null;
  problems: Problems;
  onChange: (event: EventTrigger) => void;
}

const DAY_UNITS = ["m", "h", "d"] as const;

function Cooldown({ event, problems, onChange }: EventFormProps & { event: EventTrigger }) {
  const seconds = event.cooldown_seconds ?? 0;
  return (
    <div className={classes.line}>
      <SecondsInput
        label={t("event.cooldown")}
        description={t("event.cooldown.hint")}
        units={DAY_UNITS}
        error={problems["event.cooldown_seconds"]?.join(" ")}
        value={seconds === 0 ? undefined : seconds}
        onChange={(next) => {
          onChange({ ...event, cooldown_seconds: next ?? 0 });
        }}
      />
      {seconds > 0 && (
        <NativeSelect
          label={t("event.cooldown.per")}
          value={event.cooldown_per ?? "object"}
          data={[
            { value: "object", label: t("event.cooldown.object") },
            { value: "rule", label: t("event.cooldown.rule") },
          ]}
          onChange={({ currentTarget: { value } }) => {
            onChange({ ...event, cooldown_per: value === "rule" ? "rule" : "object" });
          }}
        />
      )}
    </div>
  );
}

function Changed({ event, type, problems, onChange }: Required<ChangedProps>) {
  const names = type.fields.map(({ name }) => name);
  const chosen = event.changed ?? [];
  return (
    <MultiSelect
      {...scrollingOptions}
      label={t("event.changed")}
      description={t("event.changed.hint")}
      searchable
      clearable
      error={problems["event.changed"]?.join(" ")}
      value={chosen}
      data={[...new Set([...names, ...chosen])]}
      onChange={(changed) => {
        onChange({ ...event, changed });
      }}
    />
  );
}

interface ChangedProps extends EventFormProps {
  event: EventTrigger;
  type: EventType;
}

/** Another event of the same settings; watched fields that it does not have go. */
function withType(before: EventTrigger | null, type: EventType): EventTrigger {
  const names = type.changes ? type.fields.map(({ name }) => name) : [];
  const changed = (before?.changed ?? []).filter((name) => names.includes(name));
  return { ...before, type: type.type, changed };
}

/** Of an event that is missing the API speaks in its own terms; and it may speak of the one before. */
function pickProblem(event: EventTrigger | null, problems: Problems): string | undefined {
  if (event === null) return problems.event === undefined ? undefined : t("event.pick.needed");
  return problems["event.type"]?.join(" ");
}

/** Which event starts the rule, of which changes, and how often at most. */
export function EventForm(props: EventFormProps) {
  const { event, problems, onChange } = props;
  const { data: events, error, refetch } = useQuery(eventTypesQuery);
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
  if (events === undefined) return <LoadingList rows={2} />;
  const type = events.find((one) => one.type === event?.type);
  return (
    <Stack gap="md">
      <EventPick
        events={events}
        value={event?.type ?? null}
        error={pickProblem(event, problems)}
        onChange={(next) => {
          const picked = events.find((one) => one.type === next);
          if (picked !== undefined) onChange(withType(event, picked));
        }}
      />
      {event !== null && type !== undefined && (
        <>
          {type.changes && <Changed {...props} event={event} type={type} />}
          <Cooldown {...props} event={event} />
          <EventFields event={type} />
        </>
      )}
    </Stack>
  );
}
