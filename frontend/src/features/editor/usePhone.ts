import { useMediaQuery } from "@mantine/hooks";

/** Whether there is room for little more than one thing at a time. */
export const usePhone = (): boolean => useMediaQuery("(max-width: 48em)", false);
