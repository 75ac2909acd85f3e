import * as v from "valibot";
import { RoomName, Topic } from "../../worker/protocol.ts";
import { t } from "../i18n/translate.ts";
import { Field } from "./Field.tsx";

export interface GroupValues {
  name: string;
  topic: string;
  isPublic: boolean;
}

/** What is wrong about a name or a topic, in words. */
export function groupFaults({ name, topic }: Pick<GroupValues, "name" | "topic">): { name?: string; topic?: string } {
  return {
    name: v.is(RoomName, name) ? undefined : t("groups.error.name"),
    topic: v.is(Topic, topic) ? undefined : t("groups.error.topic"),
  };
}

/** Name, topic and whether anybody may join; those that one may not change are not there. */
export function GroupFields(props: {
  values: GroupValues;
  faults: { name?: string; topic?: string };
  isNew?: boolean;
  may: { mayRename: boolean; mayPublish: boolean };
  onValues(values: GroupValues): void;
}) {
  const { values, faults, may, onValues } = props;
  return (
    <>
      {may.mayRename && (
        <Field
          name="group-name"
          label={t("groups.name")}
          value={values.name}
          fault={faults.name}
          onValue={(name) => onValues({ ...values, name })}
          autoFocus={props.isNew}
        />
      )}
      <Field
        name="group-topic"
        label={t("groups.topic")}
        hint={t("groups.topic.hint")}
        value={values.topic}
        fault={faults.topic}
        onValue={(topic) => onValues({ ...values, topic })}
      />
      {may.mayPublish && (
        <label class="check">
          <input
            type="checkbox"
            checked={values.isPublic}
            onChange={({ currentTarget }) => onValues({ ...values, isPublic: currentTarget.checked })}
          />
          <span>
            {t("groups.public")}
            <span class="field-hint">{t("groups.public.hint")}</span>
          </span>
        </label>
      )}
    </>
  );
}
