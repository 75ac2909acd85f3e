import { useState } from "preact/hooks";
import type { Member, MemberRole, Room } from "../../worker/protocol.ts";
import { t, tParts } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import type { Group } from "../models/group.ts";
import { mayRemove, rightsOf } from "../models/group-rules.ts";
import { nameOf } from "../models/names.ts";
import { Avatar } from "./Avatar.tsx";
import { ConfirmDialog } from "./ConfirmDialog.tsx";
import { useChat } from "./context.ts";
import { FormFault } from "./FormFault.tsx";
import { type Attempt, useAttempt } from "./use-attempt.ts";

const ROLES: readonly MemberRole[] = ["member", "moderator", "owner"];
// A large group is looked through by name, not by scrolling.
const SHOWN = 30;

type Asking = { about: "remove" | "handOver"; member: Member } | undefined;

export function MemberList({ room, group, members }: { room: Room; group: Group; members: readonly Member[] }) {
  const [filter, setFilter] = useState("");
  const [shown, setShown] = useState(SHOWN);
  const [asking, setAsking] = useState<Asking>();
  const attempt = useAttempt();
  const found = members.filter((member) => isFound(member, filter));
  return (
    <>
      {members.length > SHOWN && (
        <input
          class="input"
          type="search"
          dir="auto"
          autocomplete="off"
          aria-label={t("groups.members.find")}
          placeholder={t("groups.members.find")}
          value={filter}
          onInput={({ currentTarget }) => setFilter(currentTarget.value)}
        />
      )}
      <FormFault text={attempt.fault} />
      <ul class="members">
        {found.slice(0, shown).map((member) => (
          <MemberRow key={member.id} room={room} group={group} member={member} attempt={attempt} ask={setAsking} />
        ))}
      </ul>
      {found.length > shown && (
        <button type="button" class="button small" onClick={() => setShown(shown + SHOWN)}>
          {t("groups.members.more", { count: found.length - shown })}
        </button>
      )}
      {asking !== undefined && (
        <Question asking={asking} group={group} attempt={attempt} close={() => setAsking(undefined)} />
      )}
    </>
  );
}

function isFound(member: Member, filter: string): boolean {
  const text = filter.trim().toLocaleLowerCase();
  return [nameOf(member), member.username ?? ""].some((name) => name.toLocaleLowerCase().includes(text));
}

function MemberRow(props: { room: Room; group: Group; member: Member; attempt: Attempt; ask(asking: Asking): void }) {
  const { room, group, member, attempt, ask } = props;
  const { me } = useChat();
  const isMe = member.id === me.id;
  const name = nameOf(member);
  const setRole = (role: MemberRole) =>
    role === "owner"
      ? ask({ about: "handOver", member })
      : void attempt.run(() => group.setRole(member.id, role), t("groups.saved"));
  return (
    <li class="member">
      <Avatar person={member} size="small" />
      <div class="person-text">
        <a class="person-name" href={isMe ? addresses.profile : addresses.person(member.id)}>
          <bdi>{name}</bdi>
        </a>
        <span class="person-handle">
          {isMe ? t("groups.role.you", { role: t(`groups.role.${member.role}`) }) : t(`groups.role.${member.role}`)}
        </span>
      </div>
      {!isMe && rightsOf(room.role).maySetRoles && (
        <select
          class="select"
          aria-label={t("groups.roleOf", { name })}
          value={member.role}
          onChange={({ currentTarget }) => {
            const role = ROLES.find((each) => each === currentTarget.value);
            // What is shown follows the answer, not the choice: handing over is asked about first.
            currentTarget.value = member.role;
            if (role !== undefined) setRole(role);
          }}
        >
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {t(`groups.role.${role}`)}
            </option>
          ))}
        </select>
      )}
      {!isMe && mayRemove(room.role, member.role) && (
        <button
          type="button"
          class="button small"
          aria-label={t("groups.removeNamed", { name })}
          onClick={() => ask({ about: "remove", member })}
        >
          {t("groups.remove")}
        </button>
      )}
    </li>
  );
}

function Question(props: { asking: NonNullable<Asking>; group: Group; attempt: Attempt; close(): void }) {
  const { asking, group, attempt, close } = props;
  const { about, member } = asking;
  const name = nameOf(member);
  const go = () => {
    close();
    if (about === "remove") void attempt.run(() => group.remove(member.id), t("groups.removed", { name }));
    else void attempt.run(() => group.setRole(member.id, "owner"), t("groups.saved"));
  };
  return (
    <ConfirmDialog
      title={tParts(`groups.${about}.title`, { name: <bdi>{name}</bdi> })}
      keep={t("groups.cancel")}
      go={t(`groups.${about}.go`)}
      onKeep={close}
      onGo={go}
    >
      {t(`groups.${about}.body`)}
    </ConfirmDialog>
  );
}
