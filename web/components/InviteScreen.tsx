import { Unlink } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import type { GroupPreview } from "../../worker/protocol.ts";
import { type ApiError, asApiError } from "../client/api-error.ts";
import { t, tError } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { GroupAvatar } from "./Avatar.tsx";
import { useChat } from "./context.ts";
import { FormFault } from "./FormFault.tsx";
import { Notice } from "./Notice.tsx";
import { PaneHeader } from "./PaneHeader.tsx";
import { ListSkeleton } from "./Skeleton.tsx";
import { useAttempt } from "./use-attempt.ts";
import { useGroups } from "./use-groups.ts";
import { useTitle } from "./use-title.ts";

type Found = { group: GroupPreview } | { error: ApiError } | undefined;

/** `/invite/:code`: what a link leads to, before one is in it. */
export function InviteScreen({ code }: { code: string }) {
  const groups = useGroups();
  const [found, setFound] = useState<Found>();
  const [attempts, setAttempts] = useState(0);
  useTitle(t("invite.title"));
  useEffect(() => {
    const left = new AbortController();
    setFound(undefined);
    groups.invited(code, left.signal).then(
      (group) => setFound({ group }),
      (thrown) => left.signal.aborted || setFound({ error: asApiError(thrown) }),
    );
    return () => left.abort();
  }, [groups, code, attempts]);
  return (
    <section class="screen">
      <PaneHeader title={t("invite.title")} />
      {found === undefined && <ListSkeleton rows={1} />}
      {found !== undefined && "error" in found && (
        <NoInvite error={found.error} again={() => setAttempts(attempts + 1)} />
      )}
      {found !== undefined && "group" in found && <Invitation code={code} group={found.group} />}
    </section>
  );
}

function NoInvite({ error, again }: { error: ApiError; again(): void }) {
  const isGone = error.code === "not_found";
  return (
    <Notice
      level="h2"
      icon={Unlink}
      title={t(isGone ? "invite.gone.title" : "app.unreachable.title")}
      actions={
        isGone ? (
          <a class="button primary" href={addresses.home}>
            {t("notFound.home")}
          </a>
        ) : (
          <button type="button" class="button primary" onClick={again}>
            {t("app.tryAgain")}
          </button>
        )
      }
    >
      {isGone ? t("invite.gone.body") : tError(error.code)}
    </Notice>
  );
}

function Invitation({ code, group }: { code: string; group: GroupPreview }) {
  const { noteRoom } = useChat();
  const groups = useGroups();
  const { route } = useLocation();
  const attempt = useAttempt();
  const join = () =>
    attempt.run(async () => {
      const room = await groups.accept(code);
      noteRoom(room);
      // Back leads to where one came from, not to an invite that is used.
      route(addresses.room(room.id), true);
    });
  return (
    <div class="person-card">
      <GroupAvatar group={group} size="large" />
      <h2 class="profile-name">
        <bdi>{group.name}</bdi>
      </h2>
      <p class="person-handle">{t("room.members", { count: group.memberCount })}</p>
      {group.topic && (
        <p class="person-bio" dir="auto">
          {group.topic}
        </p>
      )}
      <p class="field-hint">{t(group.isMember ? "invite.member" : "invite.body")}</p>
      <FormFault text={attempt.fault} />
      {group.isMember ? (
        <a class="button primary" href={addresses.room(group.id)}>
          {t("groups.open")}
        </a>
      ) : (
        <button type="button" class="button primary" aria-busy={attempt.isBusy} onClick={() => void join()}>
          {t("groups.join")}
        </button>
      )}
    </div>
  );
}
