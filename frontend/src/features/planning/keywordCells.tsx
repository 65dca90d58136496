import { NativeSelect, NumberInput, Text, TextInput } from "@mantine/core";

import type { ReactNode } from "react";

import type { Intent, Keyword } from "@/lib/api";
import { formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import { IntentBadge, INTENTS } from "./badges";
import { DemandNumber, Unknown } from "./demand";
import { InlineEdit } from "./InlineEdit";
import { useSaveKeyword } from "./useSaveKeyword";

interface CellProps {
  keyword: Keyword;
  /** Viewers only read. */
  mayEdit: boolean;
}

const LONGEST = 300;

export function TextCell({ keyword, mayEdit }: CellProps) {
  const save = useSaveKeyword();
  const shown = (
    <Text span fw={600} style={{ overflowWrap: "anywhere" }}>
      {keyword.text}
    </Text>
  );
  if (!mayEdit) return shown;
  return (
    <InlineEdit
      label={t("keywords.col.text")}
      value={keyword.text}
      save={(text) => save(keyword.id, { text: text.trim() })}
      editor={({ input, value, onChange }) => (
        <TextInput
          {...input}
          value={value}
          maxLength={LONGEST}
          onChange={(event) => {
            onChange(event.currentTarget.value);
          }}
        />
      )}
    >
      {shown}
    </InlineEdit>
  );
}

interface NumberCellProps extends CellProps {
  field: "volume" | "difficulty";
  label: string;
  most?: number;
  shown: ReactNode;
}

function NumberCell({ keyword, mayEdit, field, label, most, shown }: NumberCellProps) {
  const save = useSaveKeyword();
  if (!mayEdit) return shown;
  return (
    <InlineEdit<number | null>
      label={t("keywords.fieldOf", { field: label, name: keyword.text })}
      value={keyword[field]}
      save={(value) => save(keyword.id, { [field]: value })}
      editor={({ input, value, onChange }) => (
        <NumberInput
          {...input}
          value={value ?? ""}
          min={0}
          allowDecimal={false}
          hideControls
          w="7rem"
          onChange={(next) => {
            onChange(typeof next === "number" ? next : null);
          }}
          {...(most !== undefined && { max: most })}
        />
      )}
    >
      {shown}
    </InlineEdit>
  );
}

export function VolumeCell(props: CellProps) {
  const shown = <DemandNumber of={props.keyword} />;
  return <NumberCell {...props} field="volume" label={t("keywords.volume")} shown={shown} />;
}

export function DifficultyCell(props: CellProps) {
  const { difficulty } = props.keyword;
  const shown = difficulty === null ? <Unknown /> : <span>{formatNumber(Math.round(difficulty))}</span>;
  const label = t("keywords.col.difficulty");
  return <NumberCell {...props} field="difficulty" label={label} most={100} shown={shown} />;
}

export function IntentCell({ keyword, mayEdit }: CellProps) {
  const save = useSaveKeyword();
  const shown = <IntentBadge intent={keyword.intent} />;
  if (!mayEdit) return shown;
  return (
    <InlineEdit<Intent | "">
      label={t("keywords.fieldOf", { field: t("keywords.col.intent"), name: keyword.text })}
      value={keyword.intent}
      save={(intent) => save(keyword.id, { intent })}
      editor={({ input, value, onChange }) => (
        <NativeSelect
          {...input}
          value={value}
          data={[
            { value: "", label: t("keywords.unknown") },
            ...INTENTS.map((intent) => ({ value: intent, label: t(`intent.${intent}`) })),
          ]}
          onChange={(event) => {
            onChange(event.currentTarget.value as Intent | "");
          }}
        />
      )}
    >
      {shown}
    </InlineEdit>
  );
}
