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

function useLink(editor: Editor) {
  const [opened, setOpened] = useState(false);
  const [address, setAddress] = useState("");
  const [wrong, setWrong] = useState(false);
  return {
    ...{ opened, setOpened, address, setAddress, wrong },
    show: () => {
      const { href } = editor.getAttributes("link") as { href?: string };
      setAddress(href ?? "");
      setWrong(false);
      setOpened(true);
    },
    apply: () => {
      const href = address.trim();
      const taken = href === "" || isLinkAddress(href);
      setWrong(!taken);
      if (!taken) return;
      setOpened(false);
      setLink(editor, href);
    },
  };
}

function AddressForm({ link }: { link: ReturnType<typeof useLink> }) {
  return (
    <>
      <TextInput
        label={t("textEditor.link.address")}
        placeholder={t("textEditor.link.placeholder")}
        value={link.address}
        error={link.wrong ? t("textEditor.link.wrong") : undefined}
        onChange={(event) => {
          link.setAddress(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          link.apply();
        }}
      />
      <Button size="xs" mt="sm" onClick={link.apply}>
        {t("textEditor.link.save")}
      </Button>
    </>
  );
}

/** The address of the link at the cursor, or of one that the chosen words become. */
export function LinkControl({ editor, active }: { editor: Editor; active: boolean }) {
  const link = useLink(editor);
  return (
    <Popover opened={link.opened} onChange={link.setOpened} trapFocus withinPortal width={320}>
      <Popover.Target>
        <RichTextEditor.Control
          aria-label={t("textEditor.link")}
          title={t("textEditor.link")}
          active={active}
          onClick={link.show}
        >
          <IconLink size={16} aria-hidden />
        </RichTextEditor.Control>
      </Popover.Target>
      <Popover.Dropdown>
        <AddressForm link={link} />
      </Popover.Dropdown>
    </Popover>
  );
}
