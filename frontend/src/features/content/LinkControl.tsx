import { Button, Popover, TextInput } from "@mantine/core";
import { RichTextEditor } from "@mantine/tiptap";
import { IconLink } from "@tabler/icons-react";
import type { Editor } from "@tiptap/core";
import { useState } from "react";

import { t } from "@/lib/i18n";

/** What the server lets through: web addresses, paths of the site, mail and phone. */
export function isLinkAddress(text: string): boolean {
  if (/^(?:https?:\/\/[^\s/]|mailto:\S|tel:\S)/i.test(text)) return true;
  return /^[/#](?!\/)\S*$/.test(text);
}

function setLink(editor: Editor, href: string): void {
  const chain = editor.chain().focus().extendMarkRange("link");
  (href === "" ? chain.unsetLink() : chain.setLink({ href })).run();
}

/** The address of the link at the cursor, or of one that the chosen words become. */
export function LinkControl({ editor, active }: { editor: Editor; active: boolean }) {
  const [opened, setOpened] = useState(false);
  const [address, setAddress] = useState("");
  const [wrong, setWrong] = useState(false);
  const show = () => {
    const { href } = editor.getAttributes("link") as { href?: string };
    setAddress(href ?? "");
    setWrong(false);
    setOpened(true);
  };
  const apply = () => {
    const href = address.trim();
    if (href !== "" && !isLinkAddress(href)) {
      setWrong(true);
      return;
    }
    setOpened(false);
    setLink(editor, href);
  };
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus withinPortal width={320}>
      <Popover.Target>
        <RichTextEditor.Control
          aria-label={t("textEditor.link")}
          title={t("textEditor.link")}
          active={active}
          onClick={show}
        >
          <IconLink size={16} aria-hidden />
        </RichTextEditor.Control>
      </Popover.Target>
      <Popover.Dropdown>
        <TextInput
          label={t("textEditor.link.address")}
          placeholder={t("textEditor.link.placeholder")}
          value={address}
          error={wrong ? t("textEditor.link.wrong") : undefined}
          onChange={(event) => {
            setAddress(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            apply();
          }}
        />
        <Button size="xs" mt="sm" onClick={apply}>
          {t("textEditor.link.save")}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
