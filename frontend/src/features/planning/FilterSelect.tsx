import { NativeSelect } from "@mantine/core";

interface FilterSelectProps {
  label: string;
  /** Empty for all. */
  value: string;
  all: string;
  choices: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}

/** One filter of a list; its first choice lets everything through. */
export function FilterSelect({ label, value, all, choices, onChange }: FilterSelectProps) {
  return (
    <NativeSelect
      aria-label={label}
      value={value}
      data={[{ value: "", label: all }, ...choices]}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  );
}
