import { readFileSync } from "node:fs";
import { defineConfig, type UserConfig } from "vite";

/* Five builds, one a mode: `widget`, `desk`, `board` and `routing` are modules with hashed names under dist/assets, `loader` is the
   classic script dist/w.js that knows the widget's hashed name. JSX by Vite's own compiler, no plug-in. */

const assets = {
  assetFileNames: "assets/[name]-[hash][extname]",
  chunkFileNames: "assets/[name]-[hash].js",
  entryFileNames: "assets/[name]-[hash].js",
};

/** The widget's hashed address under the server's root, read from its manifest. */
function widgetAddress(): string {
  const manifest = JSON.parse(readFileSync("dist/widget.json", "utf8")) as Record<string, { file: string }>;
  const entry = manifest["src/widget/app.tsx"];
  if (!entry) throw new Error("Build the widget before the loader: dist/widget.json names no app.tsx.");
  return entry.file;
}

function target(mode: string): UserConfig["build"] {
  if (mode === "loader")
    return {
      lib: {
        entry: "src/widget/loader.ts",
        formats: ["iife"],
        name: "chatdeskLoader",
        fileName: () => "w.js",
      },
    };
  if (mode === "desk" || mode === "board" || mode === "routing")
    return { manifest: `${mode}.json`, rolldownOptions: { input: `${mode}.html`, output: assets } };
  return {
    manifest: "widget.json",
    lib: { entry: { widget: "src/widget/app.tsx" }, formats: ["es"] },
    rolldownOptions: { preserveEntrySignatures: "allow-extension", output: { ...assets, minify: true } },
  };
}

export default defineConfig(({ mode }) => ({
  base: "/",
  define: mode === "loader" ? { __WIDGET__: JSON.stringify(widgetAddress()) } : {},
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: ["chrome123", "firefox121", "safari17.5"],
    emptyOutDir: false,
    modulePreload: false,
    reportCompressedSize: false,
    ...target(mode),
  },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"] },
}));
