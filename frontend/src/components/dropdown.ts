/** For selects with many options. The list of options scrolls by itself: the kit's own scroll area around it
 * would be one more region that the keyboard cannot reach. */
export const scrollingOptions = {
  withScrollArea: false,
  styles: { options: { maxHeight: "18rem", overflowY: "auto" } },
} as const;
