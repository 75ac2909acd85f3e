/** People whose network can go away, and what their browsers keep meanwhile. */
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterEach } from "vitest";
import { Cable } from "../protocol/cable.ts";
import { type Member, member, server } from "./scene.ts";

export interface WiredMember extends Member {
  /** The browser knows that there is no network, and nothing that is under way arrives: it alone would let that pass. */
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
}

const cables: Cable[] = [];
afterEach(() => {
  for (const cable of cables.splice(0)) cable.remove();
});

/** A window of somebody who has just signed up, behind a cable of their own. */
export async function wiredMember(
  username: string,
  displayName: string,
  options: BrowserContextOptions = {},
): Promise<WiredMember> {
  const cable = await Cable.to(server().origin);
  cables.push(cable);
  const someone = await member(username, displayName, { ...options, baseURL: `http://${cable.host}` });
  return {
    ...someone,
    goOffline: async () => {
      await someone.context.setOffline(true);
      // Not only pulled: a socket that was being opened in that moment would get through after it.
      cable.cut();
    },
    goOnline: async () => {
      cable.mend();
      await someone.context.setOffline(false);
    },
  };
}

/** How many messages the browser keeps for when the page comes again. It is shown a moment before. */
export function kept(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const answerTo = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    let count = 0;
    for (const { name = "" } of await indexedDB.databases()) {
      if (name.startsWith("confab-kept-")) continue;
      const database = await answerTo(indexedDB.open(name));
      count += await answerTo(database.transaction("outbox").objectStore("outbox").count());
      database.close();
    }
    return count;
  });
}

/** Which rooms the browser keeps the end of, for when there is no network. */
export function keptRooms(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const answerTo = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const rooms: string[] = [];
    for (const { name = "" } of await indexedDB.databases()) {
      if (!name.startsWith("confab-kept-")) continue;
      const database = await answerTo(indexedDB.open(name));
      const keys = await answerTo(database.transaction("kept").objectStore("kept").getAllKeys());
      rooms.push(...keys.map(String));
      database.close();
    }
    return rooms;
  });
}
