/**
 * The page without a network: its files are kept when it is first used, and it is opened from there.
 *
 * A release is kept as a whole, beside the one before it, and takes over only when somebody says so or no tab of the old one is
 * left. Tabs of the old one go on with its files meanwhile. What the server says is never kept here.
 */
declare const self: WorkerScope;
/** Put in by web/build/service-worker.ts. */
declare const RELEASE: string;
declare const FILES: readonly string[];

const SHELL = "/";
const OF_THE_PAGE = FILES;
const CACHE = `page ${RELEASE}`;
// This release and the one before it.
const KEPT_RELEASES = 2;
// In the cache of a release that has taken over once.
const RAN = "/ran";
// Their names change with their content: what was fetched once need not be fetched again.
const LASTING = /^\/assets\//;

// What is said in one language; nobody needs those that they do not read.
const TEXTS = /^\/assets\/texts-(\w+)-/;

let followsAnother = false;

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => {
  const { data } = event;
  if (data === "take over") void self.skipWaiting();
  else if (typeof data === "string") event.waitUntil(keepTexts(data));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || /^\/(api|ws)(\/|$)/.test(pathname)) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (LASTING.test(pathname) || OF_THE_PAGE.includes(pathname)) event.respondWith(file(request, pathname));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openAt(addressIn(event.notification.data)));
});

async function keepAll(): Promise<void> {
  followsAnother = self.registration.active !== null;
  const read = await languagesRead();
  await keep(OF_THE_PAGE.filter((path) => read.has(TEXTS.exec(path)?.[1] ?? "")));
}

/** Those whose texts a release before has; and none, which is what all other files are written in. */
async function languagesRead(): Promise<Set<string>> {
  const names = await caches.keys();
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return new Set(["", ...kept.flat().flatMap(({ url }) => TEXTS.exec(new URL(url).pathname)?.[1] ?? [])]);
}

/** A page reads this language: all of it, also what it has not shown yet. */
async function keepTexts(language: string): Promise<void> {
  const cache = await caches.open(CACHE);
  const texts = OF_THE_PAGE.filter((path) => TEXTS.exec(path)?.[1] === language);
  const isKept = await Promise.all(texts.map(async (path) => (await cache.match(path)) !== undefined));
  await keep(texts.filter((_, place) => isKept[place] === false));
}

async function keep(paths: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  // Past the browser's own cache, except for what never changes under its name.
  await cache.addAll(paths.map((path) => new Request(path, LASTING.test(path) ? {} : { cache: "reload" })));
}

async function takeOver(): Promise<void> {
  await (await caches.open(CACHE)).put(RAN, new Response());
  const others = (await caches.keys()).filter((name) => name.startsWith("page ") && name !== CACHE);
  const haveRun = await Promise.all(
    others.map(async (name) => (await (await caches.open(name)).match(RAN)) !== undefined),
  );
  // Early releases did not say whether they ran.
  const ran = others.filter((_, place) => haveRun[place] === true || !haveRun.includes(true));
  const kept = ran.slice(1 - KEPT_RELEASES);
  // One that only waited, until the next one came, has no tabs; and none yet has one that is just coming.
  const { installing, waiting } = self.registration;
  const isOver = (name: string) => ran.includes(name) || (installing === null && waiting === null);
  await Promise.all(others.filter((name) => !kept.includes(name) && isOver(name)).map((name) => caches.delete(name)));
  // The first one finds pages that have no worker yet; those of a release before become the next one's by themselves.
  if (!followsAnother) await self.clients.claim();
}

/** Every address of the page is the same file. Other files that one may type the address of are what they are. */
async function page(request: Request): Promise<Response> {
  const isFile = /\.\w+$/.test(new URL(request.url).pathname);
  return (isFile ? undefined : await (await caches.open(CACHE)).match(SHELL)) ?? fetch(request);
}

async function file(request: Request, pathname: string): Promise<Response> {
  const cache = await caches.open(CACHE);
  // A tab of the release before asks for files of that.
  const kept = (await cache.match(pathname)) ?? (LASTING.test(pathname) ? await caches.match(pathname) : undefined);
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  // Of what is not kept from the start (emoji, colours of code), what was used once. An address that is nothing answers with the page.
  if (answer.ok && !answer.headers.get("content-type")?.includes("html")) {
    // Where there is no space for it, it is as good as before.
    await cache.put(pathname, answer.clone()).catch((error: unknown) => console.warn(error));
  }
  return answer;
}

/** In the window that is there, without loading it anew: what is being written in it stays. */
async function openAt(address: string): Promise<void> {
  const windows = await self.clients.matchAll({ type: "window" });
  const [first] = windows;
  if (first === undefined) return void (await self.clients.openWindow(address));
  first.postMessage({ type: "open", address });
  await first.focus();
}

/** Only ever an address of our own. */
function addressIn(data: unknown): string {
  const address: unknown = typeof data === "object" && data !== null && "address" in data ? data.address : undefined;
  return typeof address === "string" && /^\/(?![/\\])/.test(address) ? address : SHELL;
}

// What is used of the types of service workers, which TypeScript has only in place of those of pages.
interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface WorkerEvents {
  install: ExtendableEvent;
  activate: ExtendableEvent;
  message: ExtendableEvent & { data: unknown };
  fetch: ExtendableEvent & { request: Request; respondWith(answer: Promise<Response>): void };
  notificationclick: ExtendableEvent & { notification: Notification };
}
interface WindowClient {
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}
interface WorkerScope {
  addEventListener<N extends keyof WorkerEvents>(name: N, listener: (event: WorkerEvents[N]) => void): void;
  registration: { active: unknown; installing: unknown; waiting: unknown };
  skipWaiting(): Promise<void>;
  clients: {
    claim(): Promise<void>;
    matchAll(options: { type: "window" }): Promise<WindowClient[]>;
    openWindow(address: string): Promise<unknown>;
  };
}

// So that its names are its own, and not those of the page.
export {};
