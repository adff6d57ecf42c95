/**
 * Builds the page twice into `dist/`: `page/`, a static site for any folder of any web server, and `muster.html`,
 * the same in one file that opens from a stick with no server and no network. Both carry a policy that lets them
 * reach nothing.
 */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(dirname(here), "dist");
export const pageFolder = join(dist, "page");
export const singleFile = join(dist, "muster.html");

const NOTHING_ELSE = [
  "default-src 'none'",
  // Pictures that are drawn here, on their way into a file.
  "img-src data: blob:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
];

/** Nothing but the page's own files; no request once they are loaded. */
export const policy = [...NOTHING_ELSE, "script-src 'self'", "worker-src blob:", "style-src 'self'"].join("; ");

export const headers = {
  // What a page cannot say of itself in its own text: who may frame it.
  "Content-Security-Policy": `${policy}; frame-ancestors 'none'`,
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

const inlineToo = { format: "iife", plugins: () => [inlineWorkers()] };
const TARGET = ["chrome111", "firefox115", "safari16.4"];

/** @param folder where to */
export async function buildPage(folder = pageFolder) {
  const { build } = await import("vite");
  await build({
    configFile: false,
    root: here,
    base: "./",
    logLevel: "warn",
    plugins: [inlineWorkers(), { name: "policy", transformIndexHtml: () => [policyTag(policy)] }],
    worker: inlineToo,
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: TARGET,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 5000,
    },
  });
}

/**
 * One file, with a classic script, because a page that was opened from a file may load no other. The policy names the
 * script and the style by their hashes.
 *
 * @param file where to
 */
export async function buildSingleFile(file = singleFile) {
  const { build } = await import("vite");
  const { output } = await build({
    configFile: false,
    root: here,
    base: "./",
    logLevel: "warn",
    plugins: [inlineWorkers()],
    worker: inlineToo,
    build: {
      write: false,
      target: TARGET,
      cssCodeSplit: false,
      modulePreload: false,
      chunkSizeWarningLimit: 5000,
      rolldownOptions: { output: { format: "iife", codeSplitting: false } },
    },
  });
  const html = output.find(({ fileName }) => fileName.endsWith(".html")).source;
  const style = output
    .filter(({ fileName }) => fileName.endsWith(".css"))
    .map(({ source }) => source)
    .join("\n");
  const [script, ...more] = output.filter(({ type }) => type === "chunk");
  const others = output.filter(({ fileName, type }) => type !== "chunk" && !/\.(html|css)$/.test(fileName));
  if (more.length > 0 || others.length > 0) {
    throw new Error(
      `these are not in the one file: ${[...more, ...others].map(({ fileName }) => fileName).join(", ")}`,
    );
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, inOneFile(String(html), String(style), endsNoElement(script.code)));
}

function inOneFile(html, style, script) {
  const policyOfFile = [
    ...NOTHING_ELSE,
    `script-src ${hashOf(script)}`,
    "worker-src blob:",
    `style-src ${hashOf(style)}`,
  ].join("; ");
  const { tag, attrs } = policyTag(policyOfFile);
  const meta = `<${tag} http-equiv="${attrs["http-equiv"]}" content="${attrs.content}" />`;
  return html
    .replace(/\s*<script\b[^>]*src=[^>]*><\/script>/g, "")
    .replace(/\s*<link rel="stylesheet"[^>]*>/g, "")
    .replace("<head>", () => `<head>\n    ${meta}`)
    .replace("</head>", () => `<style>${style}</style>\n  </head>`)
    .replace("</body>", () => `<script>${script}</script>\n  </body>`);
}

/** A script's text may not end its own element, nor begin a comment. */
function endsNoElement(code) {
  return code.replaceAll(/<\/(script)/gi, "<\\/$1").replaceAll("<!--", "<\\!--");
}

function hashOf(text) {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function policyTag(content) {
  return { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content }, injectTo: "head-prepend" };
}

/**
 * What is imported as a worker comes as text and starts from a blob: a page opened from a file may load no other, and a
 * worker that takes the place of another asks no server.
 */
function inlineWorkers() {
  return {
    name: "inline-workers",
    enforce: "pre",
    async resolveId(source, importer) {
      if (!source.endsWith("?worker")) return null;
      return this.resolve(`${source}&inline`, importer, { skipSelf: true });
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildPage();
  await buildSingleFile();
}
