import { useEffect, useMemo, useState } from "preact/hooks";
import type { Person, Room } from "../../worker/protocol.ts";
import { t, tError } from "../i18n/translate.ts";
import { createGroup, type Group } from "../models/group.ts";
import { rightsOf } from "../models/group-rules.ts";
import { useChat } from "./context.ts";
import { FormFault } from "./FormFault.tsx";
import { GroupFields, type GroupValues, groupFaults } from "./GroupFields.tsx";
import { InviteLinks } from "./InviteLinks.tsx";
import { LeaveGroup } from "./LeaveGroup.tsx";
import { MemberList } from "./MemberList.tsx";
import { PeoplePicker } from "./PeoplePicker.tsx";
import { ListSkeleton } from "./Skeleton.tsx";
import { useAttempt } from "./use-attempt.ts";
import { useGroups } from "./use-groups.ts";

/** What one can see and do about a group, by one's role in it. */
export function GroupDetails({ room }: { room: Room }) {
  const groups = useGroups();
  const group = useMemo(() => createGroup(groups, room.id), [groups, room.id]);
  // Whoever comes, goes or gets another role changes what this shows; the room tells that it happened.
  useEffect(() => void group.load(), [group, room.memberCount, room.role]);
  const rights = rightsOf(room.role);
  const details = group.details.value;
  return (
    <>
      {rights.mayChangeTopic && <About room={room} group={group} />}
      <section class="details-part">
        <h2 class="details-title">{t("groups.members")}</h2>
        {details === undefined && group.fault.value === undefined && <ListSkeleton rows={2} />}
        {group.fault.value !== undefined && (
          <p class="form-fault" role="alert">
            {tError(group.fault.value.code)}{" "}
            <button type="button" class="button small" onClick={() => void group.load()}>
              {t("app.tryAgain")}
            </button>
          </p>
        )}
        {details?.members !== undefined && <MemberList room={room} group={group} members={details.members} />}
        {rights.mayAdd && <AddPeople group={group} />}
      </section>
      {rights.mayInvite && <InviteLinks group={group} />}
      <LeaveGroup room={room} members={details?.members} />
    </>
  );
}

function About({ room, group }: { room: Room; group: Group }) {
  const { noteRoom, rooms } = useChat();
  // Only what was changed here: the rest follows what others change meanwhile.
  const [edits, setEdits] = useState<Partial<GroupValues>>({});
  const [faults, setFaults] = useState<ReturnType<typeof groupFaults>>({});
  const attempt = useAttempt();
  const now = { name: room.name ?? "", topic: room.topic ?? "", isPublic: room.public ?? false };
  const values = {
    name: edits.name ?? now.name,
    topic: edits.topic ?? now.topic,
    isPublic: edits.isPublic ?? now.isPublic,
  };

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    const found = groupFaults(values);
    setFaults(found);
    if (found.name !== undefined || found.topic !== undefined) return;
    const { name, topic, isPublic } = edits;
    const isSaved = await attempt.run(async () => {
      const changed = await group.change({ name, topic, public: isPublic });
      // What the list knows of unread messages may be newer than the answer.
      const { name: named, topic: about, public: open } = changed;
      noteRoom({ ...(rooms.get(room.id) ?? room), name: named, topic: about, public: open });
    }, t("groups.saved"));
    if (isSaved) setEdits({});
  }

  return (
    <form class="details-part" onSubmit={save} noValidate>
      <h2 class="details-title">{t("groups.about")}</h2>
      <GroupFields
        values={values}
        faults={faults}
        may={rightsOf(room.role)}
        onValues={(next) =>
          setEdits({
            name: next.name === now.name ? undefined : next.name,
            topic: next.topic === now.topic ? undefined : next.topic,
            isPublic: next.isPublic === now.isPublic ? undefined : next.isPublic,
          })
        }
      />
      <FormFault text={attempt.fault} />
      <button type="submit" class="button" aria-busy={attempt.isBusy}>
        {t("groups.save")}
      </button>
    </form>
  );
}

function AddPeople({ group }: { group: Group }) {
  const [people, setPeople] = useState<readonly Person[]>([]);
  const attempt = useAttempt();
  const members = group.details.value?.members;
  const without = useMemo(() => new Set(members?.map(({ id }) => id)), [members]);
  async function add(event: Event): Promise<void> {
    event.preventDefault();
    const count = people.length;
    if (count === 0) return;
    await attempt.run(() => group.add(people), t("groups.added", { count }));
    // Those who could not be added stay chosen.
    const now = new Set(group.details.value?.members?.map(({ id }) => id));
    setPeople((chosen) => chosen.filter(({ id }) => !now.has(id)));
  }
  return (
    <form onSubmit={add} noValidate>
      <PeoplePicker label={t("groups.add")} chosen={people} without={without} onChosen={setPeople} />
      <FormFault text={attempt.fault} />
      {people.length > 0 && (
        <button type="submit" class="button" aria-busy={attempt.isBusy}>
          {t("groups.addCount", { count: people.length })}
        </button>
      )}
    </form>
  );
}
