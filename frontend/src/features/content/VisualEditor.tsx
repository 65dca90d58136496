import "@mantine/tiptap/styles.css";

import { RichTextEditor } from "@mantine/tiptap";
import { type Editor, useEditor } from "@tiptap/react";
import { useState } from "react";

import { t } from "@/lib/i18n";

import classes from "./editor.module.css";
import { EditorToolbar, toolbarLabels } from "./EditorToolbar";
import { articleExtensions } from "./extensions";
import { tidyHtml } from "./markup";

interface VisualEditorProps {
  /** What it starts with; after that the editor itself holds the text. */
  html: string;
  onChange: (html: string) => void;
  onReady: (editor: Editor | null) => void;
}

/** The article as it reads, to be written in. */
export function VisualEditor({ html, onChange, onReady }: VisualEditorProps) {
  const [extensions] = useState(articleExtensions);
  const editor = useEditor({
    extensions,
    content: html,
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": t("article.text"),
        class: classes.prose ?? "",
      },
    },
    onCreate: ({ editor: made }) => {
      onReady(made);
    },
    onDestroy: () => {
      onReady(null);
    },
    onUpdate: ({ editor: now }) => {
      onChange(tidyHtml(now.getHTML()));
    },
  });
  return (
    <RichTextEditor editor={editor} labels={toolbarLabels()} className={classes.visual}>
      <EditorToolbar editor={editor} />
      <RichTextEditor.Content />
    </RichTextEditor>
  );
}
