import { useMe } from "@/features/account";
import { ownZone } from "@/lib/zones";

/** The zone that new schedules begin with: the account's, or the reader's own while that is unknown. */
export function useNewZone(): string {
  return useMe()?.account.timezone ?? ownZone();
}
