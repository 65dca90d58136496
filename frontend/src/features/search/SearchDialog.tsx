import "@mantine/spotlight/styles.css";

import { createSpotlight, Spotlight, useSpotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useId, useMemo, useState } from "react";
import { useNavigate } from "react-router";

import { t } from "@/lib/i18n";

import type { Group, Option } from "./hits";
import { type Place, placesFor } from "./places";
import classes from "./search.module.css";
import { useFound } from "./useFound";

interface SearchDialogProps {
  places: readonly Place[];
  onClose: () => void;
}

interface OptionsProps {
  group: Group;
  /** The place of the group's first option among all options. */
  offset: number;
  selected: number;
  idOf: (index: number) => string;
  onPick: (option: Option) => void;
}

function Options({ group, offset, selected, idOf, onPick }: OptionsProps) {
  return (
    <div role="group" aria-label={group.label} className={classes.group}>
      <div className={classes.groupName} aria-hidden>
        {group.label}
      </div>
      {group.options.map((option, index) => (
        <Spotlight.Action
          key={`${option.to} ${String(index)}`}
          // The component keeps an id to itself.
          ref={(node: HTMLButtonElement | null) => {
            node?.setAttribute("id", idOf(offset + index));
          }}
          role="option"
          aria-selected={selected === offset + index}
          data-selected={selected === offset + index || undefined}
          label={option.label}
          {...(option.description !== "" && { description: option.description })}
          leftSection={<option.icon size={18} stroke={1.7} aria-hidden />}
          onClick={() => {
            onPick(option);
          }}
        />
      ))}
    </div>
  );
}

function offsetsOf(groups: readonly Group[]): number[] {
  let sum = 0;
  return groups.map(({ options }) => (sum += options.length) - options.length);
}

/** The places of the studio as the first group, then what the account has. */
function useGroups(query: string, places: readonly Place[]) {
  const found = useFound(query);
  const groups = useMemo(() => {
    const options = placesFor(query, places).map((place) => ({ ...place, description: "" }));
    const pages: Group = { label: t("search.pages"), options };
    return [pages, ...found.groups].filter((group) => group.options.length > 0);
  }, [query, places, found.groups]);
  return { ...found, groups };
}

/** Search with the arrow keys and Enter; unmounted when it has closed. */
export function SearchDialog({ places, onClose }: SearchDialogProps) {
  const [[store, dialog]] = useState(createSpotlight);
  const { opened, query } = useSpotlight(store);
  const navigate = useNavigate();
  // Looked up as a selector, which takes no other signs.
  const id = useId().replace(/\W/g, "");
  const idOf = (index: number) => `${id}-${String(index)}`;
  const { groups, note } = useGroups(query.trim(), places);
  const count = groups.reduce((sum, group) => sum + group.options.length, 0);
  // The dialog keeps what is chosen, but does not tell when it changes. Of new hits it is the first.
  const [chosen, setChosen] = useState({ groups, index: 0 });
  const selected = chosen.groups === groups ? chosen.index : 0;
  useEffect(() => {
    dialog.open();
  }, [dialog]);
  useEffect(() => {
    if (opened) store.setState((state) => ({ ...state, selected: 0 }));
  }, [groups, opened, store]);
  const offsets = offsetsOf(groups);
  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      onSpotlightClose={onClose}
      scrollable
      maxHeight={460}
      attributes={{ content: { "aria-label": t("search.open") } }}
    >
      <Spotlight.Search
        role="combobox"
        aria-label={t("search.open")}
        aria-expanded={count > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={count > 0 ? idOf(selected) : undefined}
        onKeyDown={() => {
          queueMicrotask(() => {
            setChosen({ groups, index: Math.max(0, store.getState().selected) });
          });
        }}
        placeholder={t("search.placeholder")}
        leftSection={<IconSearch size={20} stroke={1.7} aria-hidden />}
      />
      <span className="visually-hidden" role="status">
        {query === "" ? "" : t("search.hits", { count })}
      </span>
      {note !== null && <div className={classes.note}>{note}</div>}
      {note === null && count === 0 && <div className={classes.note}>{t("search.none")}</div>}
      <Spotlight.ActionsList id={`${id}-list`} role="listbox" aria-label={t("search.results")}>
        {groups.map((group, index) => (
          <Options
            key={group.label}
            group={group}
            offset={offsets[index] ?? 0}
            selected={selected}
            idOf={idOf}
            onPick={(option) => {
              void navigate(option.to);
            }}
          />
        ))}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
