/**
 * House rules an import graph can check: who may import whom, who may fetch, and how long a file may be.
 * Layers, top may import lower: app → features → blocks → charts | ui → api → lib. Features never import each other.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const MAX_LINES = 250;
const src = fileURLToPath(new URL("../src", import.meta.url));
const allowed = {
  app: ["app", "features", "blocks", "charts", "ui", "api", "lib", "styles"],
  features: ["features", "blocks", "charts", "ui", "api", "lib"],
  blocks: ["blocks", "charts", "ui", "api", "lib"],
  charts: ["charts", "lib"],
  ui: ["ui", "lib"],
  api: ["api", "lib"],
  lib: ["lib"],
};

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

function importProblems(file, text) {
  const [layer, feature] = file.split(sep);
  const targets = [...text.matchAll(/(?:from|import)\s*\(?\s*["']@\/([^"']+)["']/g)].map(
    (m) => m[1],
  );
  return targets.flatMap((target) => {
    const [targetLayer, targetFeature] = target.split("/");
    if (!allowed[layer]?.includes(targetLayer)) return [`${layer} may not import ${target}`];
    const crosses = layer === "features" && targetLayer === "features" && feature !== targetFeature;
    return crosses ? [`features/${feature} may not import ${target}`] : [];
  });
}

function problemsOf(path) {
  const file = relative(src, path);
  const text = readFileSync(path, "utf8");
  const found = importProblems(file, text);
  const lines = text.split("\n").length;
  if (lines > MAX_LINES) found.push(`${lines} lines, more than ${MAX_LINES}`);
  if (/from\s+["']\.\.\//.test(text))
    found.push('reaches up with "../"; use "@/…" so the rule can see it');
  if (!file.startsWith("api") && /\b(fetch\(|new (EventSource|XMLHttpRequest))/.test(text))
    found.push("talks to the network outside api/");
  return found.map((problem) => `src/${file}: ${problem}`);
}

const problems = sources(src).flatMap(problemsOf);
for (const problem of problems) console.error(problem);
console.log(problems.length ? `${problems.length} boundary problems` : "boundaries hold");
process.exit(problems.length ? 1 : 0);
