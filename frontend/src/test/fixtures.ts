/** A small account as the API would describe it: for the component tests and the screenshots. */
import type { Balance, Me } from "@/lib/api";

export * from "./accountFixtures";
export * from "./automationFixtures";
export * from "./contentFixtures";
export * from "./planningFixtures";
export * from "./studioFixtures";

export const me: Me = {
  id: "u1",
  email: "demo@example.com",
  name: "Dana Demo",
  account: { id: "a1", name: "Demo account", timezone: "Europe/Berlin" },
  role: "owner",
  sites: [{ id: "s1", name: "Scan App", url: "https://scan.example" }],
};

export const balance: Balance = { available: 99_615, reserved: 50 };
