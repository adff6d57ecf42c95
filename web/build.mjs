/**
 * Builds the page into `dist/page/`: a static site that works from any folder of any web server, with a policy
 * that lets it reach nothing.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
export const pageFolder = join(dirname(here), "dist", "page");

/** Nothing but the page's own files; no request once they are loaded. */
export const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src data:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

export const headers = {
  // What a page cannot say of itself in its own text: who may frame it.
  "Content-Security-Policy": `${policy}; frame-ancestors 'none'`,
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

/** @param folder where to */
export async function buildPage(folder = pageFolder) {
  const { build } = await import("vite");
  await build({
    configFile: false,
    root: here,
    base: "./",
    logLevel: "warn",
    plugins: [
      {
        name: "policy",
        transformIndexHtml: () => [
          {
            tag: "meta",
            attrs: { "http-equiv": "Content-Security-Policy", content: policy },
            injectTo: "head-prepend",
          },
        ],
      },
    ],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: ["chrome111", "firefox115", "safari16.4"],
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1000,
    },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPage();
