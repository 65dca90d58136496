import { RichTextEditor } from "@mantine/tiptap";
import {
  IconColumnInsertRight,
  IconColumnRemove,
  IconRowInsertBottom,
  IconRowRemove,
  IconSourceCode,
  IconTableOff,
} from "@tabler/icons-react";
import { type Editor, useEditorState } from "@tiptap/react";

import { type PlainKey, t } from "@/lib/i18n";

import { LinkControl } from "./LinkControl";

const CodeBlockIcon = () => <IconSourceCode size={16} stroke={1.5} aria-hidden />;

type Run = (editor: Editor) => void;

const TABLE_TOOLS: readonly (readonly [PlainKey, typeof IconTableOff, Run])[] = [
  [
    "textEditor.table.rowAfter",
    IconRowInsertBottom,
    (editor) => {
      editor.chain().focus().addRowAfter().run();
    },
  ],
  [
    "textEditor.table.rowDelete",
    IconRowRemove,
    (editor) => {
      editor.chain().focus().deleteRow().run();
    },
  ],
  [
    "textEditor.table.columnAfter",
    IconColumnInsertRight,
    (editor) => {
      editor.chain().focus().addColumnAfter().run();
    },
  ],
  [
    "textEditor.table.columnDelete",
    IconColumnRemove,
    (editor) => {
      editor.chain().focus().deleteColumn().run();
    },
  ],
  [
    "textEditor.table.delete",
    IconTableOff,
    (editor) => {
      editor.chain().focus().deleteTable().run();
    },
  ],
];

function TableTools({ editor }: { editor: Editor }) {
  return (
    <RichTextEditor.ControlsGroup>
      {TABLE_TOOLS.map(([label, Icon, run]) => (
        <RichTextEditor.Control
          key={label}
          aria-label={t(label)}
          title={t(label)}
          onClick={() => {
            run(editor);
          }}
        >
          <Icon size={16} aria-hidden />
        </RichTextEditor.Control>
      ))}
    </RichTextEditor.ControlsGroup>
  );
}

/** The labels of the kit's own buttons. */
export function toolbarLabels() {
  return {
    boldControlLabel: t("textEditor.bold"),
    italicControlLabel: t("textEditor.italic"),
    strikeControlLabel: t("textEditor.strike"),
    codeControlLabel: t("textEditor.code"),
    clearFormattingControlLabel: t("textEditor.clear"),
    h2ControlLabel: t("textEditor.h2"),
    h3ControlLabel: t("textEditor.h3"),
    h4ControlLabel: t("textEditor.h4"),
    bulletListControlLabel: t("textEditor.bullets"),
    orderedListControlLabel: t("textEditor.numbers"),
    blockquoteControlLabel: t("textEditor.quote"),
    hrControlLabel: t("textEditor.rule"),
    codeBlockControlLabel: t("textEditor.codeBlock"),
    unlinkControlLabel: t("textEditor.unlink"),
    undoControlLabel: t("textEditor.undo"),
    redoControlLabel: t("textEditor.redo"),
    tableInsertControlLabel: t("textEditor.table"),
    tableInsertLabel: (columns: number, rows: number) => t("textEditor.table.size", { columns, rows }),
  };
}

/** No `H1`: that is the article's title. */
export function EditorToolbar({ editor }: { editor: Editor }) {
  const { inTable, inLink } = useEditorState({
    editor,
    selector: ({ editor: now }) => ({ inTable: now.isActive("table"), inLink: now.isActive("link") }),
  });
  return (
    <RichTextEditor.Toolbar
      sticky
      stickyOffset="var(--app-shell-header-offset, 0px)"
      role="toolbar"
      aria-label={t("textEditor.toolbar")}
    >
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.H2 />
        <RichTextEditor.H3 />
        <RichTextEditor.H4 />
      </RichTextEditor.ControlsGroup>
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.Bold />
        <RichTextEditor.Italic />
        <RichTextEditor.Strikethrough />
        <RichTextEditor.Code />
        <RichTextEditor.ClearFormatting />
      </RichTextEditor.ControlsGroup>
      <RichTextEditor.ControlsGroup>
        <LinkControl editor={editor} active={inLink} />
        <RichTextEditor.Unlink />
      </RichTextEditor.ControlsGroup>
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.BulletList />
        <RichTextEditor.OrderedList />
        <RichTextEditor.Blockquote />
        <RichTextEditor.CodeBlock icon={CodeBlockIcon} />
        <RichTextEditor.Hr />
        <RichTextEditor.TableInsert />
      </RichTextEditor.ControlsGroup>
      {inTable && <TableTools editor={editor} />}
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.Undo />
        <RichTextEditor.Redo />
      </RichTextEditor.ControlsGroup>
    </RichTextEditor.Toolbar>
  );
}
