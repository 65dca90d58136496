import { ActionIcon, Badge, Group, Modal, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp, IconX } from "@tabler/icons-react";
import { useNavigate } from "react-router";

import { useMayRun } from "@/features/account";
import { t } from "@/lib/i18n";

import { useDirty, useEditor } from "./context";
import classes from "./editor.module.css";
import { EditorMenu } from "./EditorMenu";
import { ProblemsButton } from "./ProblemsButton";
import { RunningTotal } from "./RunningTotal";
import { RunNow } from "./RunNow";
import { SaveButtons } from "./SaveButtons";
import { useHistory } from "./useHistory";
import { usePhone } from "./usePhone";

function Close() {
  const navigate = useNavigate();
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={t("editor.close")}
      onClick={() => void navigate("/rules")}
    >
      <IconX size={20} aria-hidden />
    </ActionIcon>
  );
}

/** On a phone only what matters most at the moment. */
function State({ short }: { short: boolean }) {
  const rule = useEditor((state) => state.rule);
  const dirty = useDirty();
  const drafted = rule?.draft != null;
  const version =
    rule === null ? t("editor.state.new") : t("editor.state.live", { version: rule.version });
  return (
    <Group gap={6} wrap="nowrap" role="status">
      {!(short && (dirty || drafted)) && (
        <Badge color={rule === null ? "gray" : "pine"}>{version}</Badge>
      )}
      {drafted && !(short && dirty) && <Badge color="blue">{t("editor.state.draft")}</Badge>}
      {dirty && <Badge color="ember">{t("editor.state.unsaved")}</Badge>}
    </Group>
  );
}

function History() {
  const { canUndo, canRedo, undo, redo } = useHistory();
  const buttons = [
    { label: t("editor.undo"), can: canUndo, run: undo, Icon: IconArrowBackUp },
    { label: t("editor.redo"), can: canRedo, run: redo, Icon: IconArrowForwardUp },
  ];
  return (
    <Group gap={2} wrap="nowrap">
      {buttons.map(({ label, can, run, Icon }) => (
        <Tooltip key={label} label={label}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={label}
            disabled={!can}
            onClick={run}
          >
            <Icon size={20} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ))}
    </Group>
  );
}

/** Name and state of the rule, and everything that concerns it as a whole. */
export function EditorHeader() {
  const name = useEditor(({ doc }) => doc.name);
  const mayEdit = useMayRun();
  const phone = usePhone();
  return (
    <div className={classes.header}>
      <Close />
      <div className={classes.name}>
        <Modal.Title className={classes.title}>
          {name.trim() === "" ? t("editor.new") : name}
        </Modal.Title>
        <State short={phone} />
      </div>
      <div className={classes.tools}>
        {mayEdit && <History />}
        <ProblemsButton />
        <EditorMenu />
      </div>
      {!phone && (
        <div className={classes.tools}>
          <RunningTotal />
          <RunNow />
          <SaveButtons />
        </div>
      )}
    </div>
  );
}
