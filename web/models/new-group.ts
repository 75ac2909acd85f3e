import type { GroupInput, Room } from "../../worker/protocol.ts";
import { newClientId } from "../client/client-id.ts";
import type { GroupsApi } from "../client/groups-api.ts";

export type GroupPlan = Omit<GroupInput, "kind" | "id">;

/**
 * Makes a group once, however often it is asked for: the answer to an attempt may be lost. A plan that was changed after
 * an attempt is another group, because the server would answer with the first one as it was.
 */
export function createGroupMaker(api: Pick<GroupsApi, "make">): (plan: GroupPlan) => Promise<Room> {
  let tried: { plan: string; id: string } | undefined;
  return (plan) => {
    const text = JSON.stringify(plan);
    if (tried?.plan !== text) tried = { plan: text, id: newClientId() };
    return api.make({ ...plan, id: tried.id });
  };
}
