// Runs axe on pages in light and dark, and checks that nothing scrolls sideways at 320 px, nothing is loaded from
// elsewhere and nothing is said on the console. Usage: node axe.mjs CHROMIUM URL...; prints one JSON document.
// Colours are all that dark pages have of their own, so only their contrast is looked at twice.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const [executablePath, ...urls] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 900 } });
const report = [];
for (const url of urls) {
  const page = await context.newPage();
  const said = [], elsewhere = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("request", (request) => new URL(request.url()).origin === new URL(url).origin || elsewhere.push(request.url()));
  await page.goto(url);
  await page.evaluate(axe);
  for (const [colorScheme, runOnly] of [["light", tags], ["dark", ["color-contrast"]]]) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate((runOnly) => window.axe.run(document, { runOnly, resultTypes: ["violations"] }), runOnly);
    report.push({
      url, colorScheme, said, elsewhere,
      violations: violations.map((each) => ({ id: each.id, help: each.help, nodes: each.nodes.map((node) => node.html) })),
    });
  }
  await page.setViewportSize({ width: 320, height: 800 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  for (const each of report.slice(-2)) each.width = width;
  await page.close();
}
await browser.close();
console.log(JSON.stringify(report));
