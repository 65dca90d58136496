import {
  ActionIcon,
  Button,
  Checkbox,
  NativeSelect,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useId } from "react";

import { t } from "@/lib/i18n";
import type { Problems, RuleInput } from "@/lib/rule";

import { DefaultValue } from "./DefaultValue";
import { changedInput, INPUT_TYPES, newInput, type InputType, readOption } from "./inputs";
import classes from "./triggers.module.css";

const TYPE_TEXTS = {
  text: "inputs.type.text",
  number: "inputs.type.number",
  boolean: "inputs.type.boolean",
  date: "inputs.type.date",
  list: "inputs.type.list",
} as const;

interface InputCardProps {
  input: RuleInput;
  number: number;
  problemOf: (key: string) => string | undefined;
  onChange: (input: RuleInput) => void;
  onRemove: () => void;
}

function Naming({ input, problemOf, onChange }: InputCardProps) {
  return (
    <>
      <TextInput
        label={t("inputs.name")}
        description={t("inputs.name.hint")}
        required
        maxLength={64}
        spellCheck={false}
        error={problemOf("name")}
        value={input.name}
        onChange={(event) => {
          onChange({ ...input, name: event.currentTarget.value });
        }}
      />
      <TextInput
        label={t("inputs.label")}
        maxLength={200}
        error={problemOf("label")}
        value={input.label ?? ""}
        onChange={(event) => {
          onChange({ ...input, label: event.currentTarget.value });
        }}
      />
    </>
  );
}

function Options({ input, problemOf, onChange }: InputCardProps) {
  const type = input.type ?? "text";
  if (type !== "text" && type !== "number" && type !== "list") return null;
  return (
    <TagsInput
      label={t("inputs.options")}
      description={t("inputs.options.hint")}
      error={problemOf("options")}
      value={(input.options ?? []).map(String)}
      onChange={(texts) => {
        onChange(changedInput(input, { options: texts.flatMap((text) => readOption(text, type)) }));
      }}
    />
  );
}

function InputCard(props: InputCardProps) {
  const { input, number, problemOf, onChange, onRemove } = props;
  const titleId = useId();
  const name = input.name === "" ? t("inputs.number", { number }) : input.name;
  return (
    <section className={classes.schedule} aria-labelledby={titleId}>
      <div style={{ display: "flex", justifyContent: "space-between", gap: 8 }}>
        <Text fw={650} id={titleId}>
          {name}
        </Text>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t("inputs.remove", { name })}
          onClick={onRemove}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </div>
      <div className={classes.input}>
        <Naming {...props} />
        <NativeSelect
          label={t("inputs.type")}
          error={problemOf("type")}
          value={input.type ?? "text"}
          data={INPUT_TYPES.map((type) => ({ value: type, label: t(TYPE_TEXTS[type]) }))}
          onChange={(event) => {
            onChange(changedInput(input, { type: event.currentTarget.value as InputType }));
          }}
        />
        <DefaultValue input={input} error={problemOf("default")} onChange={onChange} />
        <Options {...props} />
      </div>
      <Checkbox
        mt="sm"
        label={t("inputs.required")}
        checked={input.required === true}
        onChange={(event) => {
          onChange({ ...input, required: event.currentTarget.checked });
        }}
      />
    </section>
  );
}

interface InputsFormProps {
  inputs: readonly RuleInput[];
  problems: Problems;
  onChange: (inputs: RuleInput[]) => void;
}

/** What is asked of whoever starts the rule by hand. */
export function InputsForm({ inputs, problems, onChange }: InputsFormProps) {
  return (
    <Stack gap="md">
      <div>
        <Text fw={650}>{t("inputs.title")}</Text>
        <Text size="sm" c="dimmed">
          {t("inputs.lead")}
        </Text>
      </div>
      {inputs.map((input, index) => (
        <InputCard
          key={index}
          input={input}
          number={index + 1}
          problemOf={(key) => problems[`inputs[${String(index)}].${key}`]?.join(" ")}
          onChange={(next) => {
            onChange(inputs.map((old, at) => (at === index ? next : old)));
          }}
          onRemove={() => {
            onChange(inputs.filter((_, at) => at !== index));
          }}
        />
      ))}
      <div>
        <Button
          variant="light"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => {
            onChange([...inputs, newInput(inputs)]);
          }}
        >
          {t("inputs.add")}
        </Button>
      </div>
    </Stack>
  );
}
