import { MessageCircle, UserRoundX } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { directRoomId, type User } from "../../worker/protocol.ts";
import { type ApiError, asApiError } from "../client/api-error.ts";
import { findPerson } from "../client/person-api.ts";
import { dateOf } from "../i18n/dates.ts";
import { t, tError } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { nameOf } from "../models/names.ts";
import { Avatar } from "./Avatar.tsx";
import { useApp, useChat } from "./context.ts";
import { Icon } from "./Icon.tsx";
import { Notice } from "./Notice.tsx";
import { PaneHeader } from "./PaneHeader.tsx";
import { PersonSafety } from "./PersonSafety.tsx";
import { ListSkeleton } from "./Skeleton.tsx";
import { useTitle } from "./use-title.ts";

type Found = { user: User } | { error: ApiError } | undefined;

export function PersonScreen({ userId }: { userId: string }) {
  const { http } = useApp();
  const [found, setFound] = useState<Found>();
  useEffect(() => {
    const left = new AbortController();
    setFound(undefined);
    findPerson(http, userId, left.signal).then(
      (user) => setFound({ user }),
      (thrown) => left.signal.aborted || setFound({ error: asApiError(thrown) }),
    );
    return () => left.abort();
  }, [http, userId]);
  const title = found !== undefined && "user" in found ? nameOf(found.user) : t("nav.profileOf");
  useTitle(title);
  return (
    <section class="screen">
      <PaneHeader title={t("nav.profileOf")} />
      <PersonCard found={found} />
    </section>
  );
}

function PersonCard({ found }: { found: Found }) {
  const { me } = useChat();
  if (found === undefined) return <ListSkeleton rows={1} />;
  if ("error" in found) {
    const isGone = found.error.code === "not_found";
    return (
      <Notice level="h2" icon={UserRoundX} title={t(isGone ? "person.gone.title" : "app.broken.title")}>
        {isGone ? t("person.gone.body") : tError(found.error.code)}
      </Notice>
    );
  }
  const { user } = found;
  const isMe = user.id === me.id;
  return (
    <div class="person-card">
      <Avatar person={user} size="large" />
      <h2 class="profile-name">
        <bdi>{nameOf(user)}</bdi>
      </h2>
      <p class="person-handle" dir="ltr">
        @{user.username}
      </p>
      {user.bio && (
        <p class="person-bio" dir="auto">
          {user.bio}
        </p>
      )}
      <p class="person-since">{t("person.since", { date: dateOf(user.createdAt) })}</p>
      <a class="button primary" href={isMe ? addresses.profile : addresses.room(directRoomId(me.id, user.id))}>
        {isMe ? (
          t("profile.title")
        ) : (
          <>
            <Icon of={MessageCircle} size={18} />
            {t("person.message")}
          </>
        )}
      </a>
      {!isMe && <PersonSafety user={user} />}
    </div>
  );
}
