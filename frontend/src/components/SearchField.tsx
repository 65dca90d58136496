import { CloseButton, type MantineSpacing, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";

import { t } from "@/lib/i18n";

const PAUSE_MS = 250;

interface SearchFieldProps {
  label: string;
  onSearch: (text: string) => void;
  /** What is searched for already, such as by the page's address; another text replaces what is typed. */
  initial?: string;
  mb?: MantineSpacing;
  /** How wide it may be beside other things; a phone's width is its own. */
  maw?: string;
}

/** A search that speaks up when the typing pauses. */
export function SearchField(props: SearchFieldProps) {
  const { label, onSearch, initial = "", mb = "md", maw = "22rem" } = props;
  const [text, setText] = useState(initial);
  const [known, setKnown] = useState(initial);
  const [said, setSaid] = useState(initial);
  const announce = useDebouncedCallback((next: string) => {
    setSaid(next);
    onSearch(next);
  }, PAUSE_MS);
  // Somebody else has changed the search: a link, or a button that clears it.
  if (initial !== known) {
    setKnown(initial);
    if (initial !== said) {
      setSaid(initial);
      setText(initial);
    }
  }
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
      maw={{ base: "100%", sm: maw }}
      mb={mb}
      w="100%"
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
