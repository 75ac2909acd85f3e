/** Puts a dot on the icon of the tab, and the number on the icon of the installed app; 0 takes both away. */
export function badgeIcon(count: number): void {
  const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  if (link !== null) link.href = count === 0 ? "/favicon.svg" : "/favicon-unread.svg";
  if (!("setAppBadge" in navigator)) return;
  // Not everywhere it is allowed to.
  (count === 0 ? navigator.clearAppBadge() : navigator.setAppBadge(count)).catch(() => undefined);
}
