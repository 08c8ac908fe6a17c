// Slow trials with whole programs of others (`make peers`): one at a time, none again.

import { defineConfig } from "@playwright/test";
import common from "../playwright.config";

export default defineConfig(common, {
  testDir: import.meta.dirname,
  testIgnore: [],
  outputDir: "../test-results",
  workers: 1,
  retries: 0,
  timeout: 600_000,
});
