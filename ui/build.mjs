/**
 * Builds the loader, the widget and the agents' console into src/zhihuan/web/static, with fixed
 * names, and a manifest of the scripts' hashes and sizes. `node build.mjs DIRECTORY` builds
 * elsewhere, to compare.
 */

import { createHash } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const here = import.meta.dirname;
const out = path.resolve(process.argv[2] ?? path.join(here, "../src/zhihuan/web/static"));

const common = {
  root: here,
  configFile: false,
  logLevel: "warn",
  define: { "process.env.NODE_ENV": '"production"' },
  publicDir: false,
};

async function bundle(entry, format, directory) {
  await build({
    ...common,
    build: {
      outDir: directory,
      emptyOutDir: false,
      target: "es2022",
      minify: true,
      modulePreload: false,
      cssCodeSplit: false,
      // A library, because Vite would otherwise add its own loader of style sheets.
      lib: {
        entry: path.join(here, "src", entry),
        formats: [format],
        name: "loader",
        fileName: () => path.basename(entry).replace(/tsx?$/, "js"),
        cssFileName: path.basename(entry, path.extname(entry)),
      },
      rollupOptions: { output: { chunkFileNames: "[name].js", minify: true } },
    },
  });
}

const work = await mkdtemp(path.join(tmpdir(), "zhihuan-ui-"));
try {
  await bundle("loader.ts", "iife", work);
  await bundle("widget.tsx", "es", work);
  await bundle("console/console.tsx", "es", work);
  await mkdir(out, { recursive: true });
  const manifest = {};
  for (const name of (await readdir(work)).sort()) {
    const content = await readFile(path.join(work, name));
    await copyFile(path.join(work, name), path.join(out, name));
    if (!name.endsWith(".js")) continue;
    manifest[name] = {
      integrity: `sha384-${createHash("sha384").update(content).digest("base64")}`,
      bytes: content.length,
      gzipped: gzipSync(content, { level: 9 }).length,
    };
  }
  for (const name of await readdir(path.join(here, "page"))) {
    await copyFile(path.join(here, "page", name), path.join(out, name));
  }
  const preact = await readFile(path.join(here, "node_modules/preact/LICENSE"), "utf8");
  await writeFile(path.join(out, "THIRD_PARTY_LICENSES.txt"), `Preact (preactjs.com)\n\n${preact}`);
  await writeFile(path.join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  console.table(manifest);
} finally {
  await rm(work, { recursive: true });
}
