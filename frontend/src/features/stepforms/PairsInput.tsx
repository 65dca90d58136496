import { ActionIcon, Button, Input, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useId, useState } from "react";

import { t } from "@/lib/i18n";

import { AnyValueInput } from "./AnyValueInput";
import { freshName, objectOf, type Pair, pairsOf, renamed, withValue } from "./pairs";
import classes from "./stepforms.module.css";

interface NameInputProps {
  label: string;
  value: string;
  onCommit: (name: string) => void;
}

/** A name takes effect when the field is left: halfway it may be another's. */
function NameInput({ label, value, onCommit }: NameInputProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    if (draft !== null && draft.trim() !== value) onCommit(draft.trim());
    setDraft(null);
  };
  return (
    <TextInput
      aria-label={label}
      spellCheck={false}
      value={draft ?? value}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
      }}
    />
  );
}

interface PairsInputProps {
  label: string;
  description?: string | undefined;
  error?: string | undefined;
  value: unknown;
  onChange: (value: unknown) => void;
  /** Whether values may be of any type, not texts only. */
  anyType?: boolean;
}

interface RowProps extends Pick<PairsInputProps, "label" | "anyType"> {
  pair: Pair;
  number: number;
  onName: (name: string) => void;
  onValue: (value: unknown) => void;
  onRemove: () => void;
}

function Row({ label, anyType = false, pair, number, onName, onValue, onRemove }: RowProps) {
  const [name, value] = pair;
  return (
    <li className={classes.pair}>
      <NameInput label={t("stepform.pairs.nameOf", { label, number })} value={name} onCommit={onName} />
      <AnyValueInput
        label={t("stepform.pairs.valueOf", { label, name })}
        typeLabel={t("stepform.pairs.typeOf", { label, name })}
        textOnly={!anyType}
        value={value}
        onChange={onValue}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t("stepform.pairs.remove", { name })}
        onClick={onRemove}
      >
        <IconTrash size={18} aria-hidden />
      </ActionIcon>
    </li>
  );
}

/** Any number of named values. */
export function PairsInput(props: PairsInputProps) {
  const { label, description, error, value, onChange, anyType } = props;
  const titleId = useId();
  const pairs = pairsOf(value);
  const put = (next: readonly Pair[]) => {
    onChange(objectOf(next));
  };
  return (
    <div role="group" aria-labelledby={titleId}>
      <Input.Label id={titleId} labelElement="div">
        {label}
      </Input.Label>
      {description !== undefined && <Input.Description mb={6}>{description}</Input.Description>}
      <ul className={classes.pairs}>
        {pairs.map((pair, index) => (
          <Row
            key={index}
            {...{ label, pair }}
            anyType={anyType ?? false}
            number={index + 1}
            onName={(name) => {
              put(renamed(pairs, index, name));
            }}
            onValue={(next) => {
              put(withValue(pairs, index, next));
            }}
            onRemove={() => {
              put(pairs.filter((_, at) => at !== index));
            }}
          />
        ))}
      </ul>
      {error !== undefined && <p className={classes.problem}>{error}</p>}
      <Button
        mt={8}
        size="xs"
        variant="light"
        leftSection={<IconPlus size={15} aria-hidden />}
        onClick={() => {
          put([...pairs, [freshName(t("stepform.pairs.new"), pairs), ""]]);
        }}
      >
        {t("stepform.pairs.add")}
      </Button>
    </div>
  );
}
