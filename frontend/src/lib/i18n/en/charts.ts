export const charts = {
  "chart.view": "{title}: show as",
  "chart.picture": "Chart",
  "chart.table": "Table",
} as const;
