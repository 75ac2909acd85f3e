import type { Plugin } from "vite";

const NOT_FOR_US = [
  // What it tells developers: calls of its log, and advice for places without sockets. No browser that runs this page is one.
  /\bthis\._debug\((?:[^()]|\([^()]*\))*\);/g,
  /if \(!globalThis\.EventTarget[\s\S]*?`\);/,
  /if \(\s*!this\._options\.WebSocket &&\s*typeof WebSocket === "undefined"[^}]*\{[^}]*\}[^}]*\}/,
  /if \(this\._closeCalled && !this\._didWarnAboutClosedSend\) \{[^}]*\}/,
  /if \(this\._options\.debugLogger\)\s*this\._debugLogger = [^;]*;/,
  /_debugLogger = console[^;]*;/,
  // How it copies events where there is no browser.
  /const isNode =[\s\S]*?"ReactNative";/,
  /(?<=const cloneEvent = )isNode \|\| isReactNative \? cloneEventNode : /,
  // What it would keep until it is connected: `web/client/connection.ts` has it keep nothing.
  /this\._messageQueue\.forEach\([\s\S]*?\}\);\s*this\._messageQueue = \[\];/,
  /const \{ maxEnqueuedMessages [\s\S]*?(?= {4}return false;)/,
  /_messageQueue = \[\];/,
  /maxEnqueuedMessages: Number\.POSITIVE_INFINITY,/,
  // What it would wait for until it is told to begin.
  /if \(this\._options\.startClosed\) this\._shouldReconnect = false;/,
  /startClosed: false,\s*debug: false/,
  // What it would do with bytes: texts come and go.
  /this\._ws\.binaryType = this\._binaryType;/g,
  /_binaryType = "blob";/,
  /assert\(this\._ws, [^;]*;/,
  /(?:this\.)?_didWarnAboutClosedSend = false;/g,
  // What `web/client/connection.ts` does not ask it.
  /\n {2}(?:[gs]et (?:binaryType|retryCount|bufferedAmount|extensions|protocol|url|shouldReconnect)|drainQueuedMessages|_debug)\(.*\) \{[\s\S]*?\n {2}\}/g,
];

/** Leaves in partysocket what a browser runs; the rest is a fifth of what people would download of it. */
export function slimSockets(): Plugin {
  return {
    name: "slim-sockets",
    apply: "build",
    transform(source, file) {
      if (!/partysocket\/dist\/ws\.js$/.test(file)) return undefined;
      return NOT_FOR_US.reduce((text, part) => {
        // A new version that says it otherwise is to be looked at again.
        if (text.search(part) < 0) this.error(`partysocket has nothing like ${part}`);
        return text.replace(part, "");
      }, source);
    },
  };
}
