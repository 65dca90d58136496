export const NEW_RULE = "/rules/new";

/** Where the editor of a rule is. */
export const editPath = (ruleId: string): string => `/rules/${encodeURIComponent(ruleId)}/edit`;

/** Where a rule from a template begins. */
export const fromTemplatePath = (templateId: string): string =>
  `${NEW_RULE}?template=${encodeURIComponent(templateId)}`;
