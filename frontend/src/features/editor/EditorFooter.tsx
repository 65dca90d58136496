import classes from "./editor.module.css";
import { RunningTotal } from "./RunningTotal";
import { RunNow } from "./RunNow";
import { SaveButtons } from "./SaveButtons";
import { usePhone } from "./usePhone";

/** On a phone, price and saving stand at the bottom, where the thumb is. */
export function EditorFooter() {
  const phone = usePhone();
  if (!phone) return null;
  return (
    <div className={classes.footer}>
      <RunningTotal />
      <RunNow />
      <SaveButtons />
    </div>
  );
}
