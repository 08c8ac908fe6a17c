import { existsSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, devices } from "@playwright/test";

// Debian's Chromium where there is one, else the one that `make setup` got from Playwright. The shell draws no
// window around a page, which takes the whole browser as long as the page.
const debians = ["/usr/lib/chromium/chromium-headless-shell", "/usr/bin/chromium"];

export default defineConfig({
  testDir: ".",
  // Those have a configuration of their own: `make peers`.
  testIgnore: join(import.meta.dirname, "peers/**"),
  outputDir: "test-results",
  // Every test starts a server of its own: two at a time fill two cores.
  workers: 2,
  fullyParallel: true,
  // A machine that is busy with something else may stall one step; the report calls such a test flaky.
  retries: 1,
  forbidOnly: !!process.env.CI,
  // Steps have the limits that matter: a long test is not a broken one.
  timeout: 240_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    ...devices["Desktop Chrome"],
    actionTimeout: 30_000,
    navigationTimeout: 45_000,
    // To record every test would cost a fifth of all the time: what fails is recorded when it is tried again.
    trace: { mode: "on-first-retry", screenshots: false },
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: debians.find((file) => existsSync(file)),
      args: [
        "--disable-gpu",
        // Chromium asks its maker for this and that at every start; here nothing leaves the machine.
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
        // Chromium refuses to run as root with its sandbox.
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ],
    },
  },
});
