import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { PeopleHere } from "../models/people-here.ts";
import type { RoomModel } from "../models/room.ts";
import { useApp, useChat } from "./context.ts";
import { Suggestions } from "./Suggestions.tsx";
import { type CompletionHandle, suggestionId, useCompletion } from "./use-completion.ts";

interface Props {
  input: RefObject<HTMLTextAreaElement | null>;
  write(text: string): void;
  roomId: string;
  model: RoomModel | undefined;
  /** For the field, which tells it of every key. */
  handle: RefObject<CompletionHandle | undefined>;
}

/** What the word at the caret may become, beside the field in which it is typed. */
export function Completion({ input, write, roomId, model, handle }: Props) {
  const completion = useCompletion(input, write, usePeopleHere(roomId, model));
  const { options, active } = completion;
  handle.current = completion;
  // What was typed while this was fetched.
  useLayoutEffect(() => {
    completion.look();
    return () => {
      handle.current = undefined;
    };
  }, []);
  // The pattern of a list beside the field in which the focus stays; a field of several lines is never a combobox.
  useLayoutEffect(() => {
    if (options.length === 0) return;
    const field = input.current;
    field?.setAttribute("aria-autocomplete", "list");
    field?.setAttribute("aria-controls", "suggestions");
    field?.setAttribute("aria-activedescendant", suggestionId(active));
    return () => {
      for (const name of ["autocomplete", "controls", "activedescendant"]) field?.removeAttribute(`aria-${name}`);
    };
  }, [options, active]);
  return options.length > 0 ? <Suggestions completion={completion} /> : null;
}

/** Who can be named here; fetched when somebody first types the sign for it. */
function usePeopleHere(roomId: string, model: RoomModel | undefined): () => Promise<PeopleHere> {
  const { api, http } = useApp();
  const { me, rooms } = useChat();
  const made = useRef<Promise<PeopleHere> | undefined>(undefined);
  return () => {
    const room = model?.room.value ?? rooms.get(roomId);
    if (room === undefined) return Promise.resolve(async () => []);
    made.current ??= Promise.all([import("../models/people-here.ts"), import("../client/groups-api.ts")]).then(
      ([{ createPeopleHere }, { createGroupsApi }]) =>
        createPeopleHere({ api, groups: createGroupsApi(http), room, me }),
    );
    return made.current;
  };
}
