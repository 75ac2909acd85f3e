import { type ReadonlySignal, signal } from "@preact/signals";

const ADDRESS = "/sw.js";
// A page may stay open for weeks; the browser itself looks once a day, and only when somebody navigates.
const LOOK_EVERY_MS = 60 * 60_000;

export interface Release {
  /** A newer page than this one is there. */
  isNewer: ReadonlySignal<boolean>;
  /** Looks for a newer one: the server may just have become another. */
  look(): void;
  /** Loads the newer page, in place of this one. */
  load(): void;
  /** This language is read here, and is to be there without a network. */
  reads(language: string): void;
}

/** The release that this page is of, kept by the service worker so that it opens without a network. */
export function followRelease(onOpen: (address: string) => void): Release & { stop(): void } {
  const isNewer = signal(false);
  const registered = register();
  let isLoading = false;

  function waits({ waiting }: ServiceWorkerRegistration): void {
    // The first one of all replaces nothing.
    if (waiting !== null && navigator.serviceWorker.controller !== null) isNewer.value = true;
  }

  function watch(registration: ServiceWorkerRegistration): void {
    waits(registration);
    registration.addEventListener("updatefound", () => {
      const { installing } = registration;
      installing?.addEventListener("statechange", () => waits(registration));
    });
  }

  async function look(): Promise<void> {
    const registration = await registered;
    if (registration === undefined) isNewer.value ||= await isOther();
    else await registration.update();
  }

  let hadController = navigator.serviceWorker?.controller != null;
  const onController = () => {
    if (isLoading) loadWhenReady();
    // Somebody chose the new one in another tab: this one is old from now on.
    else if (hadController) isNewer.value = true;
    hadController = true;
  };
  const onMessage = ({ data }: MessageEvent<unknown>) => {
    const address = addressIn(data);
    if (address !== undefined) onOpen(address);
  };
  navigator.serviceWorker?.addEventListener("controllerchange", onController);
  navigator.serviceWorker?.addEventListener("message", onMessage);
  void registered.then((registration) => registration && watch(registration));
  // Without a network there is nothing to see.
  const lookQuietly = () => void look().catch(() => undefined);
  const timer = setInterval(lookQuietly, LOOK_EVERY_MS);

  return {
    isNewer,
    look: lookQuietly,
    load: () => {
      isLoading = true;
      void registered.then((registration) => {
        if (registration?.waiting) registration.waiting.postMessage("take over");
        else location.reload();
      });
    },
    reads: (language) => {
      void navigator.serviceWorker?.ready.then(({ active }) => active?.postMessage(language));
    },
    stop: () => {
      clearInterval(timer);
      navigator.serviceWorker?.removeEventListener("controllerchange", onController);
      navigator.serviceWorker?.removeEventListener("message", onMessage);
    },
  };
}

/** A page that is asked for while the next worker is still taking over would wait for it. */
function loadWhenReady(): void {
  const next = navigator.serviceWorker.controller;
  if (next === null || next.state === "activated") location.reload();
  else next.addEventListener("statechange", () => next.state === "activated" && location.reload());
}

let policy: { createScriptURL(address: string): unknown } | undefined;

/** `undefined` where there are no service workers: the page then opens with a network only. */
async function register(): Promise<ServiceWorkerRegistration | undefined> {
  if (!import.meta.env.PROD || navigator.serviceWorker === undefined) return undefined;
  try {
    return (await navigator.serviceWorker.register(trustedAddress(), { scope: "/" })) ?? undefined;
  } catch (error) {
    console.warn(error);
    return undefined;
  }
}

/** The content security policy lets no text become the address of code, but through this, which knows one address alone. */
function trustedAddress(): string {
  if (window.trustedTypes === undefined) return ADDRESS;
  policy ??= window.trustedTypes.createPolicy("confab-worker", { createScriptURL: () => ADDRESS });
  // The types of browsers do not know yet that it may be one.
  return policy.createScriptURL(ADDRESS) as string;
}

/** Whether the page that the server has begins with other code than this one did. */
async function isOther(): Promise<boolean> {
  const own = document.querySelector<HTMLScriptElement>("script[type=module][src]")?.src;
  if (!import.meta.env.PROD || own === undefined) return false;
  const page = await (await fetch("/", { cache: "no-cache" })).text();
  return page.includes("<script") && !page.includes(new URL(own).pathname);
}

function addressIn(data: unknown): string | undefined {
  if (typeof data !== "object" || data === null || !("type" in data) || data.type !== "open") return undefined;
  return "address" in data && typeof data.address === "string" ? data.address : undefined;
}

declare global {
  interface Window {
    trustedTypes?: {
      createPolicy(
        name: string,
        rules: { createScriptURL(address: string): string },
      ): { createScriptURL(address: string): unknown };
    };
  }
}
