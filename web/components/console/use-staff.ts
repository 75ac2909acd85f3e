import { useMemo } from "preact/hooks";
import { createStaffApi, type StaffApi } from "../../client/staff-api.ts";
import { useApp } from "../context.ts";

export function useStaff(): StaffApi {
  const { http } = useApp();
  return useMemo(() => createStaffApi(http), [http]);
}
