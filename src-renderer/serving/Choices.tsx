/** Boxes to tick. */
export function Choices<Id extends string>(props: {
  readonly legend: string;
  readonly all: readonly { readonly id: Id; readonly title: string; readonly help: string | null }[];
  readonly chosen: readonly Id[];
  readonly disabled: boolean;
  readonly choose: (chosen: readonly Id[]) => void;
}) {
  const { legend, all, chosen, disabled, choose } = props;
  return (
    <fieldset disabled={disabled}>
      <legend>{legend}</legend>
      {all.map(({ id, title, help }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={(event) => {
              const { checked } = event.currentTarget;
              // In the order of the boxes, whichever was ticked first.
              choose(all.map((one) => one.id).filter((one) => (one === id ? checked : chosen.includes(one))));
            }}
          />
          <span>
            {title}
            {help !== null && <small>{help}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
