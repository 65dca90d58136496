import { Combobox, Group, Modal, Text, TextInput, useCombobox } from "@mantine/core";
import { IconBox, IconClipboard, IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";

import { t } from "@/lib/i18n";

import { useClip } from "./clipboard";
import { addStep, pasteStep } from "./edits";
import classes from "./flow.module.css";
import { type Group as GroupName, groupOf, GROUPS, offered, STEP_ICONS, toneOf } from "./kinds";
import type { Target } from "./moves";
import { useFlow, useFlowStore } from "./store";
import type { StepType } from "./types";
import { nameOf, placeWords } from "./words";

const PASTE = "paste:";

const matches = ({ name, description, type }: StepType, words: string): boolean =>
  `${name} ${description} ${type}`.toLowerCase().includes(words);

/** The types by group, those that fit the search; groups without any are left out. */
function grouped(types: readonly StepType[], search: string): [GroupName, StepType[]][] {
  const words = search.trim().toLowerCase();
  return GROUPS.map((group): [GroupName, StepType[]] => [
    group,
    types.filter((type) => groupOf(type) === group && matches(type, words)),
  ]).filter(([, members]) => members.length > 0);
}

function Choice({ type }: { type: StepType }) {
  const Icon = STEP_ICONS[type.type] ?? IconBox;
  return (
    <Combobox.Option value={type.type} className={classes.choice ?? ""}>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <span className={classes.icon} data-tone={toneOf(type.type)}>
          <Icon size={18} stroke={1.8} aria-hidden />
        </span>
        <div style={{ minWidth: 0 }}>
          <Text size="sm" fw={600}>
            {type.name}
          </Text>
          <Text size="xs" c="dimmed">
            {type.description}
          </Text>
        </div>
        {type.credits !== undefined && type.credits !== "" && (
          <Text size="xs" c="dimmed" ml="auto" ta="right" style={{ flex: "0 1 9rem" }}>
            {type.credits}
          </Text>
        )}
      </Group>
    </Combobox.Option>
  );
}

function PasteChoice({ name }: { name: string }) {
  return (
    <Combobox.Group label={t("flow.palette.clipboard")}>
      <Combobox.Option value={PASTE} className={classes.choice ?? ""}>
        <Group gap="sm" wrap="nowrap" align="flex-start">
          <span className={classes.icon}>
            <IconClipboard size={18} stroke={1.8} aria-hidden />
          </span>
          <div>
            <Text size="sm" fw={600}>
              {t("flow.palette.paste", { name })}
            </Text>
            <Text size="xs" c="dimmed">
              {t("flow.palette.pasteText")}
            </Text>
          </div>
        </Group>
      </Combobox.Option>
    </Combobox.Group>
  );
}

/** The input names its list only when it is drawn once more after the list was. */
function useDrawnAgain(): void {
  const [, setDrawn] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      setDrawn(true);
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, []);
}

interface ChoicesProps {
  place: Target;
  onDone: () => void;
  onCancel: () => void;
}

function Choices({ place, onDone, onCancel }: ChoicesProps) {
  const store = useFlowStore();
  const names = useFlow(({ host }) => host.names);
  const clip = useClip(({ node }) => node);
  const [search, setSearch] = useState("");
  const combobox = useCombobox({ opened: true, onDropdownClose: onCancel });
  useDrawnAgain();
  const { selectFirstOption } = combobox;
  // Enter takes what stands first.
  useEffect(() => {
    selectFirstOption();
  }, [search, selectFirstOption]);
  const groups = grouped(offered(names), search);
  const choose = (value: string) => {
    onDone();
    if (value === PASTE) {
      if (clip !== null) pasteStep(store, place, clip);
    } else addStep(store, place, value);
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.EventsTarget withExpandedAttribute>
        <TextInput
          data-autofocus
          aria-label={t("flow.palette.search")}
          placeholder={t("flow.palette.search")}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
          }}
        />
      </Combobox.EventsTarget>
      <Combobox.Options className={classes.choices ?? ""} aria-label={t("flow.palette.list")}>
        {clip !== null && search === "" && <PasteChoice name={nameOf(clip, names)} />}
        {groups.map(([group, members]) => (
          <Combobox.Group key={group} label={t(`flow.group.${group}`)}>
            {members.map((type) => (
              <Choice key={type.type} type={type} />
            ))}
          </Combobox.Group>
        ))}
        {groups.length === 0 && <Combobox.Empty>{t("flow.palette.none")}</Combobox.Empty>}
      </Combobox.Options>
    </Combobox>
  );
}

/** What can be added, with a search; opens where the flow says. */
export function Palette() {
  const store = useFlowStore();
  const place = useFlow(({ palette }) => palette);
  const title = useFlow(({ host, palette }) =>
    palette === null
      ? ""
      : t("flow.palette.title", { place: placeWords(host.actions, palette, host.names) }),
  );
  const opener = useRef<Element | null>(null);
  const isOpen = place !== null;
  useEffect(() => {
    if (isOpen) opener.current = document.activeElement;
  }, [isOpen]);
  const close = () => {
    store.setState({ palette: null });
  };
  // What was chosen takes the focus; only who closes the palette without choosing goes back to where he was.
  const cancel = () => {
    close();
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={cancel}
      title={title}
      size="lg"
      padding="md"
      returnFocus={false}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {place !== null && <Choices place={place} onDone={close} onCancel={cancel} />}
    </Modal>
  );
}
