import { useMemo, useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import type { Person } from "../../worker/protocol.ts";
import { t } from "../i18n/translate.ts";
import { addresses } from "../models/addresses.ts";
import { createGroupMaker } from "../models/new-group.ts";
import { useChat } from "./context.ts";
import { FormFault } from "./FormFault.tsx";
import { GroupFields, groupFaults } from "./GroupFields.tsx";
import { PaneHeader } from "./PaneHeader.tsx";
import { PeoplePicker } from "./PeoplePicker.tsx";
import { useAttempt } from "./use-attempt.ts";
import { useGroups } from "./use-groups.ts";
import { useTitle } from "./use-title.ts";

export function NewGroupScreen() {
  const { me, noteRoom } = useChat();
  const { route } = useLocation();
  const groups = useGroups();
  const make = useMemo(() => createGroupMaker(groups), [groups]);
  const [values, setValues] = useState({ name: "", topic: "", isPublic: false });
  const [people, setPeople] = useState<readonly Person[]>([]);
  const [faults, setFaults] = useState<ReturnType<typeof groupFaults>>({});
  const attempt = useAttempt();
  const without = useMemo(() => new Set([me.id]), [me.id]);
  useTitle(t("groups.new"));

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const found = groupFaults(values);
    setFaults(found);
    if (found.name !== undefined || found.topic !== undefined) return;
    const { name, topic, isPublic } = values;
    await attempt.run(async () => {
      const room = await make({ name, topic, public: isPublic, memberIds: people.map(({ id }) => id) });
      noteRoom(room);
      route(addresses.room(room.id));
    });
  }

  return (
    <section class="screen">
      <PaneHeader title={t("groups.new")} />
      <div class="form-page">
        <form class="group-form" onSubmit={submit} noValidate>
          <GroupFields
            values={values}
            faults={faults}
            may={{ mayRename: true, mayPublish: true }}
            onValues={setValues}
            isNew
          />
          <PeoplePicker label={t("groups.people")} chosen={people} without={without} onChosen={setPeople} />
          <FormFault text={attempt.fault} />
          <button type="submit" class="button primary" aria-busy={attempt.isBusy}>
            {t("groups.make")}
          </button>
        </form>
      </div>
    </section>
  );
}
