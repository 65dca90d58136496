import "@testing-library/jest-dom/vitest";

import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, vi } from "vitest";

import { loadTexts } from "@/lib/i18n";

import { FakeEventSource } from "./eventSource";
import { server } from "./server";

// What jsdom lacks and the component kit asks for.
vi.stubGlobal("matchMedia", (media: string) => ({
  matches: false,
  media,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
}));
vi.stubGlobal(
  "ResizeObserver",
  class {
    observe() {
      return undefined;
    }
    unobserve() {
      return undefined;
    }
    disconnect() {
      return undefined;
    }
  },
);
vi.stubGlobal("EventSource", FakeEventSource);
Object.defineProperty(document, "fonts", { value: new EventTarget() });
window.HTMLElement.prototype.scrollIntoView = () => undefined;

// A page is imported when it is first shown, which on a busy machine takes longer than a second.
configure({ asyncUtilTimeout: 8000 });

beforeAll(() => {
  document.cookie = "csrftoken=test-token";
  server.listen({ onUnhandledRequest: "error" });
});
afterEach(() => {
  cleanup();
  server.resetHandlers();
  FakeEventSource.reset();
  localStorage.clear();
});
afterAll(() => {
  server.close();
});

// What a page loads before it is shown; modules read texts while they are loaded.
await loadTexts();
