import { Fieldset, Group, NumberInput, Select, Stack, Switch, Textarea, TextInput } from "@mantine/core";

import { SecondsInput } from "@/components/DurationInput";
import { useMayRun, useMe } from "@/features/account";
import { t } from "@/lib/i18n";
import type { Problems } from "@/lib/rule";

import { useCheck, useEditor } from "./context";
import { type Mode, MODES, type RuleDoc } from "./document";
import classes from "./editor.module.css";

const MOST_RUNS = 1000;
const MOST_FAILURES = 1000;

interface PartProps {
  doc: RuleDoc;
  problems: Problems;
  change: (part: Partial<RuleDoc>, group?: string) => void;
}

const told = (problems: Problems, key: string): string | undefined => problems[key]?.join(" ");
const numberOr = (value: string | number, fallback: number): number =>
  typeof value === "number" ? value : fallback;
const isMode = (value: string | null): value is Mode => MODES.some((mode) => mode === value);

function Words({ doc, problems, change }: PartProps) {
  return (
    <>
      <TextInput
        label={t("editor.name")}
        required
        maxLength={200}
        value={doc.name}
        error={told(problems, "name")}
        data-autofocus
        onChange={(event) => {
          change({ name: event.currentTarget.value }, "name");
        }}
      />
      <Textarea
        label={t("editor.description")}
        description={t("editor.description.text")}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={5000}
        value={doc.description}
        error={told(problems, "description")}
        onChange={(event) => {
          change({ description: event.currentTarget.value }, "description");
        }}
      />
    </>
  );
}

function SiteField({ doc, problems, change }: PartProps) {
  const sites = useMe()?.sites ?? [];
  if (sites.length < 2) return null;
  return (
    <Select
      label={t("editor.site")}
      description={t("editor.site.text")}
      allowDeselect={false}
      data={sites.map(({ id, name }) => ({ value: id, label: name }))}
      value={doc.site}
      error={told(problems, "site")}
      onChange={(site) => {
        change({ site });
      }}
    />
  );
}

function Overlap({ doc, problems, change }: PartProps) {
  return (
    <Group align="flex-start" grow preventGrowOverflow={false}>
      <Select
        label={t("editor.mode")}
        description={t(`editor.mode.${doc.mode}.text`)}
        allowDeselect={false}
        data={MODES.map((mode) => ({ value: mode, label: t(`editor.mode.${mode}`) }))}
        value={doc.mode}
        error={told(problems, "mode")}
        onChange={(mode) => {
          if (isMode(mode)) change({ mode });
        }}
      />
      <NumberInput
        label={t("editor.maxRuns")}
        description={t("editor.maxRuns.text")}
        min={1}
        max={MOST_RUNS}
        allowDecimal={false}
        value={doc.maxRuns}
        error={told(problems, "max_runs")}
        onChange={(value) => {
          change({ maxRuns: numberOr(value, 1) }, "maxRuns");
        }}
      />
    </Group>
  );
}

function Limits({ doc, problems, change }: PartProps) {
  return (
    <Group align="flex-start" grow preventGrowOverflow={false}>
      <SecondsInput
        label={t("editor.timeout")}
        description={t("editor.timeout.text")}
        value={doc.timeoutSeconds ?? undefined}
        error={told(problems, "timeout_seconds")}
        onChange={(seconds) => {
          change({ timeoutSeconds: seconds ?? null }, "timeout");
        }}
      />
      <NumberInput
        label={t("editor.pauseAfter")}
        description={t("editor.pauseAfter.text")}
        min={0}
        max={MOST_FAILURES}
        allowDecimal={false}
        value={doc.pauseAfterFailures}
        error={told(problems, "pause_after_failures")}
        onChange={(value) => {
          change({ pauseAfterFailures: numberOr(value, 0) }, "pauseAfter");
        }}
      />
    </Group>
  );
}

/** What the rule is called, where it works, and how its runs go. */
export function DetailsSection() {
  const doc = useEditor((state) => state.doc);
  const change = useEditor((state) => state.change);
  const { problems } = useCheck();
  const mayEdit = useMayRun();
  const part = { doc, problems, change };
  return (
    <fieldset disabled={!mayEdit} className={classes.plainFieldset}>
      <Stack gap="lg" className={classes.column}>
        <Words {...part} />
        <SiteField {...part} />
        <Switch
          label={t("editor.active")}
          description={t("editor.active.text")}
          checked={doc.isActive}
          onChange={(event) => {
            change({ isActive: event.currentTarget.checked });
          }}
        />
        <Fieldset legend={t("editor.running")} radius="lg">
          <Stack gap="md">
            <Overlap {...part} />
            <Limits {...part} />
          </Stack>
        </Fieldset>
      </Stack>
    </fieldset>
  );
}
