import { Group, Stack, Text, TextInput } from "@mantine/core";
import { useMemo } from "react";

import { type FieldOption, readableFields } from "@/features/conditions";
import type { ActionType, FlowNodeType } from "@/lib/api";
import { t } from "@/lib/i18n";
import type { Earlier, Node, Problems, TriggerDraft } from "@/lib/rule";

import { ActionParams } from "./ActionParams";
import { CommonPart } from "./CommonPart";
import { FlowForm } from "./FlowForm";
import { FormContext, useProblem } from "./FormContext";
import { Presets } from "./Presets";
import { priceWords } from "./price";
import { withKey } from "./schema";
import classes from "./stepforms.module.css";

export interface StepFormProps {
  node: Node;
  onChange: (node: Node) => void;
  actionTypes: readonly ActionType[];
  flowNodes: readonly FlowNodeType[];
  /** What the step can see of others. */
  earlier: Earlier;
  problems: Problems;
  /** Where the step stands, as the API names it: `actions[1].branches[0].actions[2]`. */
  prefix: string;
  /** All that it can read; by itself what earlier steps and the site give. */
  fields?: readonly FieldOption[];
  siteId?: string | null;
}

const BY_HAND: TriggerDraft = {
  trigger: "manual",
  schedules: [],
  event: null,
  webhook: null,
  inputs: [],
};

interface HeadProps {
  node: Node;
  action: ActionType | undefined;
  flowNode: FlowNodeType | undefined;
  onChange: (node: Node) => void;
}

/** What the step does and costs. */
function Head({ node, action, flowNode, onChange }: HeadProps) {
  const description = action?.description ?? flowNode?.description ?? "";
  return (
    <div className={classes.head}>
      <div>
        {description !== "" && <Text size="sm">{description}</Text>}
        <Group gap="xs">
          {action !== undefined && (
            <Text size="sm" c="dimmed">
              {priceWords(action.credits)}
            </Text>
          )}
          <Text size="xs" c="dimmed" ff="monospace">
            {t("stepform.id", { id: node.id })}
          </Text>
        </Group>
      </div>
      {action !== undefined && (
        <Presets
          type={node.type}
          params={node.params ?? {}}
          onPick={(params) => {
            onChange({ ...node, params });
          }}
        />
      )}
    </div>
  );
}

function NameInput({
  node,
  placeholder,
  onChange,
}: Pick<HeadProps, "node" | "onChange"> & { placeholder: string }) {
  const error = useProblem("name");
  return (
    <TextInput
      label={t("stepform.name")}
      placeholder={placeholder}
      maxLength={200}
      error={error}
      value={node.name ?? ""}
      onChange={(event) => {
        const name = event.currentTarget.value;
        onChange(withKey(node, "name", name === "" ? undefined : name));
      }}
    />
  );
}

/** The settings of one step: of an action by its schema, of a flow node by its kind, and what all have. */
export function StepForm(props: StepFormProps) {
  const { node, onChange, actionTypes, flowNodes, earlier, problems, prefix, siteId } = props;
  const action = actionTypes.find(({ type }) => type === node.type);
  const flowNode = flowNodes.find(({ type }) => type === node.type);
  const given = props.fields;
  const fields = useMemo(
    () => given ?? readableFields({ trigger: BY_HAND, eventTypes: [], actionTypes, earlier }),
    [given, actionTypes, earlier],
  );
  const context = useMemo(
    () => ({ fields, problems, prefix, siteId: siteId ?? undefined }),
    [fields, problems, prefix, siteId],
  );
  return (
    <FormContext value={context}>
      <Stack gap="md">
        <Head node={node} action={action} flowNode={flowNode} onChange={onChange} />
        <NameInput
          node={node}
          placeholder={action?.name ?? flowNode?.name ?? node.type}
          onChange={onChange}
        />
        {action === undefined ? (
          <FlowForm node={node} onChange={onChange} />
        ) : (
          <ActionParams action={action} node={node} onChange={onChange} />
        )}
        <CommonPart node={node} isAction={action !== undefined} onChange={onChange} />
      </Stack>
    </FormContext>
  );
}
