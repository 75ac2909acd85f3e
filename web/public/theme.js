// The theme and the contrast that were chosen on this device, before anything is painted. web/models/theme.ts writes them.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  if (localStorage.getItem("contrast") === "more") document.documentElement.dataset.contrast = "more";
} catch {
  // No storage, no choice: the system's.
}
