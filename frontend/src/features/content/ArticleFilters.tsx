import { Group, NativeSelect } from "@mantine/core";

import { SearchField } from "@/components/SearchField";
import { t } from "@/lib/i18n";

import { SCORES, type ShownArticles, STATUSES, WRITING } from "./useArticleFilters";

type Change = (changes: Readonly<Record<string, string | null>>) => void;

interface ChoiceProps {
  label: string;
  name: string;
  value: string | null;
  choices: readonly { value: string; label: string }[];
  onChange: Change;
}

function Choice({ label, name, value, choices, onChange }: ChoiceProps) {
  return (
    <NativeSelect
      aria-label={label}
      value={value ?? ""}
      data={[{ value: "", label }, ...choices]}
      maw="13rem"
      onChange={(event) => {
        onChange({ [name]: event.currentTarget.value });
      }}
    />
  );
}

export function ArticleFilters({ shown, onChange }: { shown: ShownArticles; onChange: Change }) {
  return (
    <Group gap="sm" mb="md" align="flex-end">
      <div style={{ flex: "1 1 14rem", maxWidth: "22rem" }}>
        <SearchField
          label={t("articles.search")}
          initial={shown.search}
          mb={0}
          onSearch={(search) => {
            onChange({ search });
          }}
        />
      </div>
      <Choice
        label={t("articles.filter.status")}
        name="status"
        value={shown.status}
        choices={STATUSES.map((value) => ({ value, label: t(`contentStatus.${value}`) }))}
        onChange={onChange}
      />
      <Choice
        label={t("articles.filter.score")}
        name="score"
        value={shown.score}
        choices={SCORES.map((value) => ({ value, label: t(`articles.filter.score.${value}`) }))}
        onChange={onChange}
      />
      <Choice
        label={t("articles.filter.writing")}
        name="writing"
        value={shown.writing}
        choices={WRITING.map((value) => ({ value, label: t(`articles.filter.writing.${value}`) }))}
        onChange={onChange}
      />
    </Group>
  );
}
