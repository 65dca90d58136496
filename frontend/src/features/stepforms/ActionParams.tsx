import { Stack, Text } from "@mantine/core";
import { useMemo } from "react";

import { JsonField } from "@/components/JsonField";
import type { ActionType } from "@/lib/api";
import { t } from "@/lib/i18n";
import { isObject } from "@/lib/json";
import type { Node } from "@/lib/rule";

import { useProblem } from "./FormContext";
import { ParamField } from "./ParamField";
import { paramSpecs, withKey } from "./schema";

interface ActionParamsProps {
  action: ActionType;
  node: Node;
  onChange: (node: Node) => void;
}

/** Params that the action does not know (any more), to be looked at and taken away. */
function Unknown({ names, node, onChange }: Omit<ActionParamsProps, "action"> & { names: string[] }) {
  const error = useProblem("params");
  const params = node.params ?? {};
  const own = Object.fromEntries(names.map((name) => [name, params[name]]));
  const rest = Object.fromEntries(Object.entries(params).filter(([name]) => !names.includes(name)));
  return (
    <JsonField
      label={t("stepform.params.other")}
      error={error}
      value={own}
      onChange={(next) => {
        onChange({ ...node, params: { ...rest, ...(isObject(next) ? next : {}) } });
      }}
    />
  );
}

/** The params of an action: a field for each that its schema names. */
export function ActionParams({ action, node, onChange }: ActionParamsProps) {
  const specs = useMemo(() => paramSpecs(action.schema), [action.schema]);
  const params = node.params ?? {};
  const unknown = Object.keys(params).filter((name) => specs.every((spec) => spec.name !== name));
  return (
    <Stack gap="md">
      {specs.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("stepform.noParams")}
        </Text>
      )}
      {specs.map((spec) => (
        <ParamField
          key={spec.name}
          spec={spec}
          field={`params.${spec.name}`}
          value={params[spec.name] ?? undefined}
          onChange={(value) => {
            onChange({ ...node, params: withKey(params, spec.name, value) });
          }}
        />
      ))}
      {unknown.length > 0 && <Unknown names={unknown} node={node} onChange={onChange} />}
    </Stack>
  );
}
