import { describe, expect, it } from "vitest";

import {
  addressProblem,
  looksLikeApplicationPassword,
  passwordPage,
  tidyAddress,
  uploadPage,
} from "./wordpress";

describe("the address of a WordPress", () => {
  it.each([
    ["blog.example.com", "https://blog.example.com"],
    [" https://blog.example.com/ ", "https://blog.example.com"],
    ["https://example.com/blog/wp-admin/profile.php", "https://example.com/blog"],
    ["https://example.com/wp-login.php", "https://example.com"],
    ["http://localhost:8080/wp-json/wp/v2", "http://localhost:8080"],
    ["", ""],
  ])("%s is stored as %s", (typed, stored) => {
    expect(tidyAddress(typed)).toBe(stored);
  });

  it.each([
    ["", "empty"],
    ["https://", "wrong"],
    ["https://two words", "wrong"],
    ["ftp://example.com", "wrong"],
    ["https://blog", "wrong"],
    ["http://example.com", "plain"],
    ["https://example.com", null],
    ["http://localhost:1", "plain"],
  ])("%s has the problem %s", (address, problem) => {
    expect(addressProblem(address)).toBe(problem);
  });

  it("leads to the pages of that site", () => {
    expect(passwordPage("example.com/blog/")).toBe(
      "https://example.com/blog/wp-admin/profile.php#application-passwords-section",
    );
    expect(uploadPage("example.com")).toBe("https://example.com/wp-admin/plugin-install.php?tab=upload");
  });
});

describe("an application password", () => {
  it.each([
    ["abcd EFGH 1234 ijkl MNOP 5678", true],
    ["abcdEFGH1234ijklMNOP5678", true],
    ["my secret password", false],
    ["", false],
  ])("%s: %s", (secret, expected) => {
    expect(looksLikeApplicationPassword(secret)).toBe(expected);
  });
});
