import { NativeSelect, NumberInput, TagsInput, TextInput } from "@mantine/core";

import { t } from "@/lib/i18n";
import type { RuleInput } from "@/lib/rule";

interface DefaultValueProps {
  input: RuleInput;
  error: string | undefined;
  onChange: (input: RuleInput) => void;
}

/** With another default; none takes the key away. */
function withDefault(input: RuleInput, value: unknown): RuleInput {
  const rest = Object.entries(input).filter(([key]) => key !== "default");
  const without = Object.fromEntries(rest) as unknown as RuleInput;
  return value === undefined ? without : { ...without, default: value };
}

function YesNo({ input, error, onChange }: DefaultValueProps) {
  const value = typeof input.default === "boolean" ? String(input.default) : "";
  return (
    <NativeSelect
      label={t("inputs.default")}
      error={error}
      value={value}
      data={[
        { value: "", label: t("inputs.default.none") },
        { value: "true", label: t("conditions.value.yes") },
        { value: "false", label: t("conditions.value.no") },
      ]}
      onChange={(event) => {
        const next = event.currentTarget.value;
        onChange(withDefault(input, next === "" ? undefined : next === "true"));
      }}
    />
  );
}

function Choice({ input, error, onChange }: DefaultValueProps) {
  const options = input.options ?? [];
  return (
    <NativeSelect
      label={t("inputs.default")}
      error={error}
      value={String(options.indexOf(input.default))}
      data={[
        { value: "-1", label: t("inputs.default.none") },
        ...options.map((option, index) => ({ value: String(index), label: String(option) })),
      ]}
      onChange={(event) => {
        onChange(withDefault(input, options[Number(event.currentTarget.value)]));
      }}
    />
  );
}

function Texts({ input, error, onChange }: DefaultValueProps) {
  return (
    <TagsInput
      label={t("inputs.default")}
      error={error}
      value={Array.isArray(input.default) ? input.default.map(String) : []}
      data={(input.options ?? []).map(String)}
      onChange={(texts) => {
        onChange(withDefault(input, texts.length === 0 ? undefined : texts));
      }}
    />
  );
}

/** What an input has that nobody fills in, by its type. */
export function DefaultValue(props: DefaultValueProps) {
  const { input, error, onChange } = props;
  const type = input.type ?? "text";
  if (type === "boolean") return <YesNo {...props} />;
  if (type === "list") return <Texts {...props} />;
  if ((input.options ?? []).length > 0) return <Choice {...props} />;
  if (type === "number") {
    return (
      <NumberInput
        label={t("inputs.default")}
        error={error}
        value={typeof input.default === "number" ? input.default : ""}
        onChange={(next) => {
          onChange(withDefault(input, typeof next === "number" ? next : undefined));
        }}
      />
    );
  }
  return (
    <TextInput
      type={type === "date" ? "date" : "text"}
      label={t("inputs.default")}
      error={error}
      value={typeof input.default === "string" ? input.default : ""}
      onChange={(event) => {
        const next = event.currentTarget.value;
        onChange(withDefault(input, next === "" ? undefined : next));
      }}
    />
  );
}
