import { type ReadonlySignal, signal } from "@preact/signals";
import type { Invite, InviteInput, MemberRole, Person, Room, RoomDetails, RoomPatch } from "../../worker/protocol.ts";
import { type ApiError, asApiError } from "../client/api-error.ts";
import type { GroupsApi } from "../client/groups-api.ts";

/** One group as its details show it. Every change rejects with `ApiError` and leaves what is shown as it was. */
export interface Group {
  /** Absent until the first answer. */
  details: ReadonlySignal<RoomDetails | undefined>;
  /** Why there is no answer. */
  fault: ReadonlySignal<ApiError | undefined>;
  /** Newest first; absent until asked for. */
  invites: ReadonlySignal<readonly Invite[] | undefined>;
  load(): Promise<void>;
  loadInvites(): Promise<void>;
  /** Answers the room as it is then. */
  change(patch: RoomPatch): Promise<Room>;
  /** One after the other; those who were added before one failed are in. */
  add(people: readonly Person[]): Promise<void>;
  remove(userId: string): Promise<void>;
  setRole(userId: string, role: MemberRole): Promise<void>;
  invite(limits: InviteInput): Promise<Invite>;
  endInvite(code: string): Promise<void>;
}

export function createGroup(api: GroupsApi, roomId: string): Group {
  const details = signal<RoomDetails>();
  const fault = signal<ApiError>();
  const invites = signal<readonly Invite[]>();
  let asked = 0;

  /** The last question is the one whose answer counts: two changes in a row ask twice. */
  async function load(): Promise<void> {
    const mine = ++asked;
    try {
      const answer = await api.details(roomId);
      if (mine !== asked) return;
      details.value = answer;
      fault.value = undefined;
    } catch (thrown) {
      if (mine === asked) fault.value = asApiError(thrown);
    }
  }

  return {
    details,
    fault,
    invites,
    load,
    loadInvites: async () => {
      try {
        invites.value = (await api.invites(roomId)).toSorted((a, b) => b.createdAt - a.createdAt);
      } catch (thrown) {
        fault.value = asApiError(thrown);
      }
    },
    change: async (patch) => {
      const room = await api.change(roomId, patch);
      if (details.value !== undefined) details.value = { ...room, members: details.value.members };
      return room;
    },
    add: async (people) => {
      try {
        for (const { id } of people) await api.setMember(roomId, id);
      } finally {
        await load();
      }
    },
    remove: async (userId) => {
      await removeOnce(api, roomId, userId);
      await load();
    },
    setRole: async (userId, role) => {
      await api.setMember(roomId, userId, role);
      await load();
    },
    invite: async (limits) => {
      const made = await api.makeInvite(roomId, limits);
      invites.value = [made, ...(invites.value ?? [])];
      return made;
    },
    endInvite: async (code) => {
      try {
        await api.endInvite(roomId, code);
      } catch (thrown) {
        // It has ended already: that is what was wanted.
        if (asApiError(thrown).code !== "not_found") throw thrown;
      }
      invites.value = invites.value?.filter((invite) => invite.code !== code);
    },
  };
}

/** Whoever has left meanwhile need not be removed. */
async function removeOnce(api: GroupsApi, roomId: string, userId: string): Promise<void> {
  try {
    await api.removeMember(roomId, userId);
  } catch (thrown) {
    if (asApiError(thrown).code !== "not_found") throw thrown;
  }
}
