// Lighthouse on a phone. Usage: node lighthouse.mjs CHROMIUM URL...; prints {url: {category: score}} and what failed.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import lighthouse from "lighthouse";

const [executablePath, ...urls] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), "lighthouse-"));
const chrome = spawn(executablePath, ["--headless=new", "--no-sandbox", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"], { stdio: "ignore" });
let port = 0;
for (let tries = 0; tries < 200 && !port; tries += 1) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  try {
    port = Number(readFileSync(join(profile, "DevToolsActivePort"), "utf8").split("\n")[0]);
  } catch {
    port = 0;
  }
}
const report = {};
for (const url of urls) {
  const { lhr } = await lighthouse(url, { port, output: "json", logLevel: "silent" });
  report[url] = {
    scores: Object.fromEntries(Object.entries(lhr.categories).map(([name, category]) => [name, Math.round(category.score * 100)])),
    failed: Object.values(lhr.audits).filter((audit) => audit.score !== null && audit.score < 0.9).map((audit) => `${audit.id}: ${audit.displayValue ?? audit.score}`),
  };
}
chrome.kill();
await new Promise((resolve) => chrome.on("exit", resolve));
// Its other processes end after it, and put new files into folders that were emptied until then.
for (let tries = 1, left = true; left; tries += 1) {
  try {
    rmSync(profile, { recursive: true, force: true });
    left = false;
  } catch (trouble) {
    if (tries === 50) throw trouble;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
console.log(JSON.stringify(report));
