import { Button, SegmentedControl, Text, TextInput } from "@mantine/core";
import { useState } from "react";

import { LinedList } from "@/components/LinedList";
import { OutsideLink } from "@/components/LinkText";
import type { Decision } from "@/lib/api";
import { t } from "@/lib/i18n";

import classes from "./approvals.module.css";
import type { Answers, ApprovalItem, Titles } from "./items";

const SHOWN_AT_FIRST = 10;

function ItemTitle({ item }: { item: ApprovalItem }) {
  if (item.link === null) return <Text fw={600}>{item.title}</Text>;
  // An article opens in a tab of its own, so that what is answered already is not lost.
  return (
    <OutsideLink href={item.link} label={item.title} fw={600}>
      {item.title}
    </OutsideLink>
  );
}

interface TitleChangeProps {
  item: ApprovalItem;
  title: string | undefined;
  onTitle: (id: string, title: string) => void;
}

function TitleChange({ item, title, onTitle }: TitleChangeProps) {
  if (title === undefined) {
    return (
      <Button
        size="compact-xs"
        variant="subtle"
        aria-label={t("approvals.rename", { title: item.title })}
        onClick={() => {
          onTitle(item.id, item.title);
        }}
      >
        {t("approvals.renameShort")}
      </Button>
    );
  }
  return (
    <TextInput
      size="sm"
      mt={4}
      maxLength={300}
      label={t("approvals.newTitle")}
      value={title}
      onChange={(event) => {
        onTitle(item.id, event.currentTarget.value);
      }}
    />
  );
}

interface ItemAnswersProps {
  items: readonly ApprovalItem[];
  answers: Answers;
  /** Changed titles; with `onTitle`, which is left out where the reader may not decide. */
  titles?: Titles;
  onTitle?: (id: string, title: string) => void;
  /** Left out where the reader may not decide. */
  onAnswer?: ((id: string, answer: Decision) => void) | undefined;
}

function Item({
  item,
  answers,
  titles = {},
  onTitle,
  onAnswer,
}: ItemAnswersProps & { item: ApprovalItem }) {
  return (
    <li className={classes.item}>
      <div className={classes.itemText}>
        <ItemTitle item={item} />
        {item.summary !== "" && (
          <Text size="sm" c="dimmed" lineClamp={3}>
            {item.summary}
          </Text>
        )}
        {onTitle && item.isEditable && answers[item.id] !== "reject" && (
          <TitleChange item={item} title={titles[item.id]} onTitle={onTitle} />
        )}
      </div>
      {onAnswer && (
        <SegmentedControl
          size="xs"
          className={classes.answer}
          bg="var(--surface-sunken)"
          aria-label={t("approvals.answerFor", { title: item.title })}
          value={answers[item.id] ?? "approve"}
          data={[
            { value: "approve", label: t("approvals.approve") },
            { value: "reject", label: t("approvals.reject") },
          ]}
          onChange={(value) => {
            onAnswer(item.id, value === "reject" ? "reject" : "approve");
          }}
        />
      )}
    </li>
  );
}

/** The things that are asked about, each with its own answer. */
export function ItemAnswers(props: ItemAnswersProps) {
  const [all, setAll] = useState(false);
  const { items } = props;
  const shown = all ? items : items.slice(0, SHOWN_AT_FIRST);
  const hidden = items.length - shown.length;
  return (
    <div>
      <LinedList label={t("approvals.items", { count: items.length })}>
        {shown.map((item) => (
          <Item key={item.id} {...props} item={item} />
        ))}
      </LinedList>
      {hidden > 0 && (
        <Button
          mt="xs"
          size="xs"
          variant="subtle"
          onClick={() => {
            setAll(true);
          }}
        >
          {t("approvals.more", { count: hidden })}
        </Button>
      )}
    </div>
  );
}
