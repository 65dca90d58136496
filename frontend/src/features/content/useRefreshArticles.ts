import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

/** Articles that are on the screen are read again; the others when they are next shown. */
export function useRefreshArticles(): () => void {
  const client = useQueryClient();
  return useCallback(() => void client.invalidateQueries({ queryKey: ["content"] }), [client]);
}
