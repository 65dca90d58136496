import { AccountCard } from "./AccountCard";
import { DisplayCard } from "./DisplayCard";
import { OwnCard } from "./OwnCard";
import classes from "./settings.module.css";

export function GeneralPage() {
  return (
    <div className={classes.cards}>
      <DisplayCard />
      <AccountCard />
      <OwnCard />
    </div>
  );
}
