import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";

import { t } from "@/lib/i18n";

const PAUSE_MS = 250;

interface SearchFieldProps {
  label: string;
  onSearch: (text: string) => void;
}

/** A search that speaks up when the typing pauses. */
export function SearchField({ label, onSearch }: SearchFieldProps) {
  const [text, setText] = useState("");
  const announce = useDebouncedCallback(onSearch, PAUSE_MS);
  const change = (next: string) => {
    setText(next);
    announce(next.trim());
  };
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      value={text}
      maw="22rem"
      mb="md"
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        text === "" ? null : (
          <CloseButton
            size="sm"
            aria-label={t("search.clear")}
            onClick={() => {
              change("");
            }}
          />
        )
      }
      onChange={(event) => {
        change(event.currentTarget.value);
      }}
    />
  );
}
