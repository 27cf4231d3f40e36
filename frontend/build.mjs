/* Builds the widget, its loader, the desk, the board and the routing page into dist/, and prints what each costs a visitor in gzip bytes. */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const PARTS = [
  { name: "loader", budget: 3, files: /^w\.js$/ },
  { name: "widget", budget: 25, files: /^assets\/(widget|words\.zh)-.*\.js$/ },
  { name: "later", budget: 10, files: /^assets\/(later|late\.zh|tabs|polled)-.*\.js$/ },
  { name: "desk", budget: 180, files: /^assets\/desk-.*\.(js|css)$/ },
  { name: "board", budget: 180, files: /^assets\/board-.*\.(js|css)$/ },
  { name: "routing", budget: 180, files: /^assets\/routing-.*\.(js|css)$/ },
];

rmSync("dist", { recursive: true, force: true });
for (const mode of ["widget", "loader", "desk", "board", "routing"]) {
  process.env.NODE_ENV = "production";
  await build({ mode, logLevel: "warn" });
}

const built = readdirSync("dist", { recursive: true }).map(String);
for (const { name, budget, files } of PARTS) {
  const bytes = built
    .filter((file) => files.test(file))
    .reduce((sum, file) => sum + gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length, 0);
  const verdict = bytes > budget * 1024 ? "over its budget of" : "of";
  console.log(`${name.padEnd(7)} ${(bytes / 1024).toFixed(2).padStart(6)} KB gz ${verdict} ${budget}`);
  if (bytes > budget * 1024) process.exitCode = 1;
}
