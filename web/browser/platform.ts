/** Whether commands are given with ⌘ here. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
