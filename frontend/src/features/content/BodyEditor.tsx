import { Alert, Button, Group, Paper, SegmentedControl, Skeleton, Text, Textarea } from "@mantine/core";
import { IconCode } from "@tabler/icons-react";
import type { Editor } from "@tiptap/core";
import { lazy, Suspense, useState } from "react";

import { t } from "@/lib/i18n";

import { ArticleFrame } from "./ArticleFrame";
import classes from "./editor.module.css";
import { lossesOf } from "./extensions";

const VisualEditor = lazy(async () => ({ default: (await import("./VisualEditor")).VisualEditor }));

const MODES = ["visual", "source", "preview"] as const;
type Mode = (typeof MODES)[number];

function inWords(losses: readonly string[]): string {
  return losses.map((one) => (one === "text" ? t("textEditor.unknown.words") : one)).join(", ");
}

function Unknown({ losses, onAnyway }: { losses: readonly string[]; onAnyway: () => void }) {
  return (
    <Alert color="ember" mb="sm" icon={<IconCode aria-hidden />} title={t("textEditor.unknown.title")}>
      <Text size="sm" mb="xs">
        {t("textEditor.unknown.text", { markup: inWords(losses) })}
      </Text>
      <Button size="xs" variant="default" onClick={onAnyway}>
        {t("textEditor.unknown.anyway")}
      </Button>
    </Alert>
  );
}

/** In which way the text is edited: as HTML where the visual editor would lose something of it. */
function useMode(html: string) {
  const [losses, setLosses] = useState(() => lossesOf(html));
  const [mode, setMode] = useState<Mode>(losses.length > 0 ? "source" : "visual");
  const choose = (next: Mode) => {
    const found = next === "visual" ? lossesOf(html) : [];
    setLosses(found);
    setMode(found.length > 0 ? "source" : next);
  };
  const visualAnyway = () => {
    setLosses([]);
    setMode("visual");
  };
  return { mode, losses, choose, visualAnyway };
}

interface BodyEditorProps {
  html: string;
  error?: string | undefined;
  onChange: (html: string) => void;
  /** The visual editor while it is shown. */
  onEditor: (editor: Editor | null) => void;
}

function Body({ mode, html, error, onChange, onEditor }: BodyEditorProps & { mode: Mode }) {
  if (mode === "preview") {
    return (
      <Paper p="lg">
        <ArticleFrame html={html} />
      </Paper>
    );
  }
  if (mode === "source") {
    return (
      <Textarea
        className={classes.source ?? ""}
        aria-label={t("textEditor.source")}
        autosize
        minRows={18}
        maxRows={40}
        spellCheck={false}
        error={error}
        value={html}
        onChange={(event) => {
          onChange(event.currentTarget.value);
        }}
      />
    );
  }
  return (
    <Suspense fallback={<Skeleton height={420} role="status" aria-label={t("textEditor.loading")} />}>
      <VisualEditor html={html} onChange={onChange} onReady={onEditor} />
    </Suspense>
  );
}

/** The article's text: written as it reads, or as HTML. */
export function BodyEditor(props: BodyEditorProps) {
  const { mode, losses, choose, visualAnyway } = useMode(props.html);
  return (
    <div>
      <Group justify="flex-end" mb="sm">
        <SegmentedControl
          size="xs"
          bg="var(--surface-sunken)"
          aria-label={t("textEditor.mode")}
          value={mode}
          data={MODES.map((value) => ({ value, label: t(`textEditor.mode.${value}`) }))}
          onChange={(value) => {
            choose(MODES.find((one) => one === value) ?? "visual");
          }}
        />
      </Group>
      {mode === "source" && losses.length > 0 && <Unknown losses={losses} onAnyway={visualAnyway} />}
      <Body {...props} mode={mode} />
      {props.error !== undefined && mode !== "source" && (
        <Text size="sm" c="var(--mantine-color-error)" mt={4}>
          {props.error}
        </Text>
      )}
    </div>
  );
}
