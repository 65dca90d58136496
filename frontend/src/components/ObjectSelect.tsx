import { MultiSelect, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { t } from "@/lib/i18n";
import { findObjects, nameObject, type ObjectKind, type ObjectOption } from "@/lib/objects";

import { scrollingOptions } from "./dropdown";

const PAUSE_MS = 250;
const FRESH_MS = 60_000;

interface CommonProps {
  kind: ObjectKind;
  label: string;
  description?: string | undefined;
  error?: string | undefined;
  required?: boolean;
  site?: string | undefined;
  rule?: string | undefined;
}

function useFound({ kind, site, rule }: CommonProps, text: string) {
  const [search] = useDebouncedValue(text, PAUSE_MS);
  return useQuery({
    queryKey: ["objects", kind, site ?? "", rule ?? "", search],
    queryFn: () => findObjects(kind, { search, ...(site && { site }), ...(rule && { rule }) }),
    staleTime: FRESH_MS,
    placeholderData: keepPreviousData,
  });
}

/** Names for ids that are not among those found; an id stands for itself until its name is known. */
function useNames(kind: ObjectKind, ids: readonly string[], found: readonly ObjectOption[]) {
  const missing = ids.filter((id) => !found.some((one) => one.id === id));
  const answers = useQueries({
    queries: missing.map((id) => ({
      queryKey: ["object", kind, id],
      queryFn: () => nameObject(kind, id),
      staleTime: FRESH_MS,
      retry: false,
    })),
  });
  return missing.map((id, index) => answers[index]?.data ?? { id, label: id });
}

/** What is offered now: what was found by the words typed, and what is chosen. */
function useOptions(props: CommonProps, ids: readonly string[], text: string) {
  const labels = useNames(props.kind, ids, []).map(({ label }) => label);
  // A chosen name in the field is no search.
  const { data = [], isFetching, isError } = useFound(props, labels.includes(text) ? "" : text);
  const named = useNames(props.kind, ids, data);
  return {
    data: [...named, ...data].map(({ id, label }) => ({ value: id, label: label || id })),
    nothingFoundMessage: t(isError ? "objects.failed" : isFetching ? "loading" : "objects.none"),
  };
}

interface ObjectSelectProps extends CommonProps {
  value: string | null;
  onChange: (id: string | null) => void;
  /** What an empty choice means ("The rule's site"). */
  placeholder?: string | undefined;
}

/** One thing of the account, picked by name. */
export function ObjectSelect(props: ObjectSelectProps) {
  const { label, description, error, required = false, value, onChange, placeholder } = props;
  const [text, setText] = useState("");
  const options = useOptions(props, value === null ? [] : [value], text);
  return (
    <Select
      {...{ label, description, error, required }}
      {...options}
      {...scrollingOptions}
      value={value}
      searchable
      clearable={!required}
      clearButtonProps={{ "aria-label": t("objects.clear", { label }) }}
      placeholder={placeholder ?? t("objects.search")}
      searchValue={text}
      onSearchChange={setText}
      // The server has searched already.
      filter={({ options: all }) => all}
      onChange={onChange}
    />
  );
}

interface ObjectMultiSelectProps extends CommonProps {
  value: readonly string[];
  onChange: (ids: string[]) => void;
}

/** Several things of the account, picked by name. */
export function ObjectMultiSelect(props: ObjectMultiSelectProps) {
  const { label, description, error, required = false, value, onChange } = props;
  const [text, setText] = useState("");
  const options = useOptions(props, value, text);
  return (
    <MultiSelect
      {...{ label, description, error, required }}
      {...options}
      {...scrollingOptions}
      value={[...value]}
      searchable
      hidePickedOptions
      placeholder={t("objects.search")}
      searchValue={text}
      onSearchChange={setText}
      filter={({ options: all }) => all}
      onChange={onChange}
    />
  );
}
