/** What an app needs to be a client of Confab: HTTP calls, rooms that keep themselves up to date, messages that arrive. See docs/client.md. */
export { type AccountApi, createAccountApi } from "./account-api.ts";
export { type Api, type Credentials, createApi, type HistoryQuery } from "./api.ts";
export { ApiError, asApiError, type FailureCode, isTemporary } from "./api-error.ts";
export { type Change, withChange } from "./change.ts";
export { type Changes, createChanges, type PendingChange } from "./changes.ts";
export { newClientId } from "./client-id.ts";
export type { ConnectionState, ConnectionStatus } from "./connection.ts";
export { createGroupsApi, type GroupsApi } from "./groups-api.ts";
export { createHttp, type Http, type HttpOptions } from "./http.ts";
export { createInboxSocket, type InboxSocket, type InboxSocketOptions } from "./inbox-socket.ts";
export { createOutbox, type Outbox, type OutboxItem, type OutboxOptions } from "./outbox.ts";
export { createMemoryStore, type OutboxEntry, type OutboxStore } from "./outbox-store.ts";
export { createRoomClient, type RoomClient, type RoomOptions } from "./room.ts";
export { endedBecause } from "./room-carrier.ts";
export { report } from "./safety-api.ts";
export { type SearchQuery, searchMessages } from "./search-api.ts";
export {
  aheadOf,
  emptyTimeline,
  firstSeq,
  forgetFar,
  lastSeq,
  liveSegment,
  messageAt,
  type Segment,
  type Timeline,
} from "./timeline.ts";
