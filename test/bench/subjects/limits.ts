/** Limits are for people; a load is none. What they cost to look after stays in the figures. */
export const NO_LIMITS = {
  SEND_PER_SECOND: 1_000_000,
  SEND_BURST: 1_000_000,
  SOCKETS_PER_USER: 1_000_000,
  TICKETS_PER_MINUTE: 1_000_000,
  SEARCHES_PER_MINUTE: 1_000_000,
  HISTORY_PER_MINUTE: 1_000_000,
};
