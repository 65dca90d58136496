/** The roles and what they include. Knows no React. */
import type { Role } from "@/lib/api";

/** From the least to the most. */
export const ROLES: readonly Role[] = ["viewer", "editor", "admin", "owner"];

/** The roles that somebody of this role may give: their own and those below. */
export const rolesUpTo = (role: Role): readonly Role[] => ROLES.slice(0, ROLES.indexOf(role) + 1);
