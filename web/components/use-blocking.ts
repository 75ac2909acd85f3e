import type { Person } from "../../worker/protocol.ts";
import { setBlock } from "../client/safety-api.ts";
import { setBlocked } from "../models/blocking.ts";
import { useApp, useChat } from "./context.ts";

/** Blocks somebody, or does so no more. What it answers rejects with `ApiError`. */
export function useBlocking(): (person: Person, isBlocked: boolean) => Promise<void> {
  const { http } = useApp();
  const { blocks } = useChat();
  return (person, isBlocked) => setBlocked((userId, on) => setBlock(http, userId, on), blocks, person, isBlocked);
}
