/** One place on the axis, with a value for every series by its name. */
export interface ChartRow {
  axis: string;
  [series: string]: string | number | null;
}

export interface Series {
  name: string;
  label: string;
  /** Of the theme, such as `pine.6`. */
  color: string;
}
