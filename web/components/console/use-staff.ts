import { useMemo } from "preact/hooks";
import { createStaffApi, type StaffApi } from "../../client/staff-api.ts";
import { doubting } from "../../models/doubting.ts";
import { useApp } from "../context.ts";

export function useStaff(): StaffApi {
  const { http, session } = useApp();
  return useMemo(() => createStaffApi(doubting(http, () => void session.find())), [http, session]);
}
