import { ActionIcon, Button, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useId } from "react";

import { ConditionBuilder } from "@/features/conditions";
import { t } from "@/lib/i18n";
import type { Branch } from "@/lib/rule";

import type { FlowFormProps } from "./FlowForm";
import { useProblem, useStepContext } from "./FormContext";
import { withKey } from "./schema";
import classes from "./stepforms.module.css";

/** The document knows a name, for people, too. */
export type NamedBranch = Branch & { name?: string };

export const wayName = (branch: NamedBranch, number: number): string =>
  branch.name === undefined || branch.name === "" ? t("stepform.branch.title", { number }) : branch.name;

interface WayProps {
  branch: NamedBranch;
  index: number;
  /** Null where it is the only one. */
  onRemove: (() => void) | null;
  onChange: (branch: NamedBranch) => void;
  children?: React.ReactNode;
}

/** One way of a branch or of parallel steps: its name, and what belongs to it. */
export function Way({ branch, index, onRemove, onChange, children }: WayProps) {
  const titleId = useId();
  const error = useProblem(`branches[${String(index)}].name`);
  const name = wayName(branch, index + 1);
  return (
    <section className={classes.way} aria-labelledby={titleId}>
      <div className={classes.wayHead}>
        <Text id={titleId} size="sm" fw={600}>
          {name}
          <Text component="span" size="xs" c="dimmed" ms={8}>
            {t("stepform.branch.steps", { count: branch.actions.length })}
          </Text>
        </Text>
        {onRemove !== null && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("stepform.branch.remove", { name })}
            onClick={onRemove}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <Stack gap="sm">
        <TextInput
          label={t("stepform.branch.name")}
          maxLength={200}
          error={error}
          value={branch.name ?? ""}
          onChange={(event) => {
            const next = event.currentTarget.value;
            onChange(withKey(branch, "name", next === "" ? undefined : next));
          }}
        />
        {children}
      </Stack>
    </section>
  );
}

interface WaysProps extends FlowFormProps {
  newWay: () => Branch;
  /** What a way has beside its name. */
  inside: (branch: NamedBranch, index: number, put: (branch: NamedBranch) => void) => React.ReactNode;
}

/** All ways of a node, and the button that adds one. */
export function Ways({ node, onChange, newWay, inside }: WaysProps) {
  const branches: readonly NamedBranch[] = node.branches ?? [];
  const write = (next: readonly NamedBranch[]) => {
    onChange({ ...node, branches: [...next] });
  };
  return (
    <Stack gap="sm">
      {branches.map((branch, index) => {
        const put = (next: NamedBranch) => {
          write(branches.map((old, at) => (at === index ? next : old)));
        };
        return (
          <Way
            key={index}
            branch={branch}
            index={index}
            onChange={put}
            onRemove={
              branches.length === 1
                ? null
                : () => {
                    write(branches.filter((_, at) => at !== index));
                  }
            }
          >
            {inside(branch, index, put)}
          </Way>
        );
      })}
      <div>
        <Button
          size="xs"
          variant="light"
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={() => {
            write([...branches, newWay()]);
          }}
        >
          {t("stepform.branch.add")}
        </Button>
      </div>
    </Stack>
  );
}

/** The ways of a branch, each with its conditions. */
export function BranchForm(props: FlowFormProps) {
  const { fields, problems, prefix } = useStepContext();
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t("stepform.branch.lead")}
      </Text>
      <Ways
        {...props}
        newWay={() => ({ conditions: [], actions: [] })}
        inside={(branch, index, put) => (
          <ConditionBuilder
            label={wayName(branch, index + 1)}
            value={branch.conditions ?? null}
            fields={fields}
            problems={problems}
            prefix={`${prefix}.branches[${String(index)}].conditions`}
            onChange={(conditions) => {
              put({ ...branch, conditions: conditions ?? [] });
            }}
          />
        )}
      />
    </Stack>
  );
}
