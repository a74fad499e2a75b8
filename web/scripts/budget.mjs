/**
 * Weighs what a browser downloads before anything is clicked: every script a page's HTML names, gzipped.
 * The shell is Settings (the lightest page inside it); parts loaded on demand are not in the HTML.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const out = fileURLToPath(new URL("../out", import.meta.url));
const KB = 1024;
const CHUNK = /static\/chunks\/[\w./~-]+\.js/g;
const budgets = {
  shell: ["settings", 180],
  summary: ["summary", 230],
  explore: ["explore", 230],
  insight: ["insights/cohorts", 230],
  imports: ["imports", 230],
  meanings: ["settings/questions", 230],
  threads: ["threads", 230],
  alerts: ["alerts", 230],
  approvals: ["approvals", 230],
  inbox: ["inbox", 230],
  agents: ["agents", 230],
};

function scriptsOf(page) {
  const html = readFileSync(join(out, page, "index.html"), "utf8");
  const named = new Set(html.match(CHUNK) ?? []);
  // Polyfills for browsers without modules: every browser this runs in leaves them alone.
  for (const tag of html.match(/<script[^>]*nomodule[^>]*>/gi) ?? [])
    named.delete(tag.match(CHUNK)?.[0]);
  return [...named];
}

const weigh = (file) => gzipSync(readFileSync(join(out, "_next", file)), { level: 9 }).length;

if (!existsSync(out)) {
  console.error("web/out is missing: run `npm run build` first");
  process.exit(2);
}
let over = 0;
for (const [name, [page, limit]] of Object.entries(budgets)) {
  const bytes = scriptsOf(page).reduce((sum, file) => sum + weigh(file), 0);
  const fits = bytes <= limit * KB;
  if (!fits) over += 1;
  console.log(
    `${name.padEnd(8)} ${(bytes / KB).toFixed(1)} KB gzip of ${limit} KB${fits ? "" : "  OVER"}`,
  );
}
process.exit(over ? 1 : 0);
