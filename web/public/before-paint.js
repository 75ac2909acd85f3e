// What was chosen on this device, before anything is painted: web/models/theme.ts and web/models/language.ts write it.
(() => {
  const page = document.documentElement;
  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      // No storage, no choice: what the system says.
      return null;
    }
  };

  const theme = stored("theme");
  if (theme === "light" || theme === "dark") page.dataset.theme = theme;
  if (stored("contrast") === "more") page.dataset.contrast = "more";

  const languages = ["en", "tr", "ru", "ar", "ja"];
  const languageOf = (locale) => locale.split("-")[0];
  const chosen = languages.find((language) => language === stored("language"));
  const wanted = navigator.languages.find((locale) =>
    chosen === undefined ? languages.includes(languageOf(locale)) : languageOf(locale) === chosen,
  );
  // With the reader's region, which has dates and numbers of its own.
  const locale = wanted ?? chosen ?? "en";
  page.lang = locale;
  page.dir = languageOf(locale) === "ar" ? "rtl" : "ltr";

  // Fetched beside the code that asks for it, not after: the texts, and the screens for whoever was in when they were last
  // here, or was not. The build writes where these are.
  const told = document.currentScript.dataset;
  // As web/browser/kept-me.ts keeps it.
  const wasIn = stored("me") !== null;
  const names = wasIn
    ? [`${languageOf(locale)}Start`, `${languageOf(locale)}Room`, "in"]
    : [`${languageOf(locale)}Start`, "out"];
  for (const address of names.flatMap((name) => told[name]?.split(" ") ?? [])) {
    const link = document.createElement("link");
    link.rel = "modulepreload";
    link.href = address;
    document.head.append(link);
  }
})();
