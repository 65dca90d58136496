import classes from "./editor.module.css";
import { RunningTotal } from "./RunningTotal";
import { SaveButtons } from "./SaveButtons";

/** On a phone, price and saving stand at the bottom, where the thumb is. */
export function EditorFooter() {
  return (
    <div className={classes.footer}>
      <RunningTotal />
      <SaveButtons />
    </div>
  );
}
