import type { Plugin } from "vite";

// What it tells developers: calls of its log, and advice for places without sockets. No browser that runs this page is one.
const ADVICE = [
  /\bthis\._debug\((?:[^()]|\([^()]*\))*\);/g,
  /if \(!globalThis\.EventTarget[\s\S]*?`\);/,
  /if \(\s*!this\._options\.WebSocket &&\s*typeof WebSocket === "undefined"[^}]*\{[^}]*\}[^}]*\}/,
];

/** Leaves in partysocket what a browser runs; the rest is a tenth of what people would download of it. */
export function slimSockets(): Plugin {
  return {
    name: "slim-sockets",
    apply: "build",
    transform(source, file) {
      if (!/partysocket\/dist\/ws\.js$/.test(file)) return undefined;
      return ADVICE.reduce((text, advice) => {
        // A new version that says it otherwise is to be looked at again.
        if (text.search(advice) < 0) this.error(`partysocket has nothing like ${advice}`);
        return text.replace(advice, "");
      }, source);
    },
  };
}
