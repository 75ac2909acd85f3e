/** Something that is on or off, and what that means. */
export function Check(props: { label: string; hint?: string; isOn: boolean; onChange(isOn: boolean): void }) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={props.isOn}
        onChange={({ currentTarget }) => {
          const { checked } = currentTarget;
          // What is not so yet is not shown as if it were: whoever keeps it says when it is.
          currentTarget.checked = props.isOn;
          props.onChange(checked);
        }}
      />
      <span>
        {props.label}
        {props.hint !== undefined && <span class="field-hint">{props.hint}</span>}
      </span>
    </label>
  );
}
