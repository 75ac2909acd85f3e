/** The addresses of the console, apart from `addresses`, which everybody has from the start. */
export const consoleAddresses = {
  page: (page = "reports") => `/admin/${page}`,
  person: (userId: string) => `/admin/people/${encodeURIComponent(userId)}`,
};
