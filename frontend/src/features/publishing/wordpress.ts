/** What can be told of a WordPress address before anybody is asked. */

/** The address as it is stored: with https where nothing is said, without a path of the log-in. */
export function tidyAddress(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") return "";
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  return withScheme.replace(/\/(?:wp-(?:admin|login\.php|json)(?:\/.*)?)?$/i, "").replace(/\/+$/, "");
}

export type AddressProblem = "empty" | "wrong" | "plain";

/** `plain` is a warning only: without https most WordPress sites take no application password. */
export function addressProblem(address: string): AddressProblem | null {
  if (address === "") return "empty";
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return "wrong";
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return "wrong";
  if (!url.hostname.includes(".") && url.hostname !== "localhost") return "wrong";
  return url.protocol === "http:" ? "plain" : null;
}

/** Where WordPress makes application passwords, on that site. */
export function passwordPage(address: string): string {
  return `${tidyAddress(address)}/wp-admin/profile.php#application-passwords-section`;
}

/** Where WordPress takes a plug-in as a zip file, on that site. */
export function uploadPage(address: string): string {
  return `${tidyAddress(address)}/wp-admin/plugin-install.php?tab=upload`;
}

/** 24 letters and digits, in groups of four: anything else is most likely the log-in's password. */
export function looksLikeApplicationPassword(secret: string): boolean {
  return /^[a-z0-9]{24}$/i.test(secret.replace(/\s+/g, ""));
}
