import { useMemo } from "preact/hooks";
import { createGroupsApi, type GroupsApi } from "../client/groups-api.ts";
import { useApp } from "./context.ts";

export function useGroups(): GroupsApi {
  const { http } = useApp();
  return useMemo(() => createGroupsApi(http), [http]);
}
