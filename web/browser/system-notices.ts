/** Notifications of the system: the one place that touches them. */

export type NoticePermission = "granted" | "denied" | "default" | "unsupported";

export interface SystemNotice {
  /** One for each room: the next one takes its place. */
  tag: string;
  title: string;
  body: string;
  /** Where it leads, as a path. */
  address: string;
}

// The second message of a room is as new as the first. Sound is a choice of its own, and ours.
const MANNER = { icon: "/icon-192.png", badge: "/icon-192.png", renotify: true, silent: true };

// What this tab has shown without a service worker, which would know it by itself.
const shown = new Map<string, Notification>();

export function noticePermission(): NoticePermission {
  return typeof Notification === "undefined" ? "unsupported" : Notification.permission;
}

/** Asks the person; only from a click, because browsers count everything else against the page. */
export async function askForNotices(): Promise<NoticePermission> {
  if (noticePermission() !== "default") return noticePermission();
  return Notification.requestPermission();
}

/** Shows it; `onOpen` is for where no service worker hears of the click. Never fails. */
export async function showNotice({ tag, title, body, address }: SystemNotice, onOpen: () => void): Promise<void> {
  if (noticePermission() !== "granted") return;
  const options = { ...MANNER, tag, body, data: { address } };
  try {
    const worker = await registered();
    // Android knows no other way.
    if (worker !== undefined) return await worker.showNotification(title, options);
    const notice = new Notification(title, options);
    notice.onclick = () => {
      window.focus();
      notice.close();
      onOpen();
    };
    notice.onclose = () => shown.get(tag) === notice && shown.delete(tag);
    shown.set(tag, notice);
  } catch (error) {
    console.warn(error);
  }
}

/** What was shown of this room is over, whichever tab showed it. */
export async function closeNotices(tag: string): Promise<void> {
  shown.get(tag)?.close();
  const notices = (await (await registered())?.getNotifications({ tag })) ?? [];
  for (const notice of notices) notice.close();
}

/** And all that this tab has shown by itself: nobody is there any more whom it could lead anywhere. */
export function closeShown(): void {
  for (const notice of shown.values()) notice.close();
}

async function registered(): Promise<ServiceWorkerRegistration | undefined> {
  const registration = await navigator.serviceWorker?.getRegistration();
  return registration?.active ? registration : undefined;
}
