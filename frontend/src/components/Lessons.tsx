import { Text } from "@mantine/core";

import classes from "./Lessons.module.css";

interface Lesson {
  title: string;
  text: string;
}

/** Numbered boxes of an empty page that teach what will be there, in order. */
export function Lessons({ items }: { items: readonly Lesson[] }) {
  return (
    <ol className={classes.lessons}>
      {items.map(({ title, text }, index) => (
        <li key={title}>
          <Text fw={650}>{`${String(index + 1)}. ${title}`}</Text>
          <Text size="sm" c="dimmed" mt={4}>
            {text}
          </Text>
        </li>
      ))}
    </ol>
  );
}
