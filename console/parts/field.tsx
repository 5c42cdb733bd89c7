import type { Signal } from '@preact/signals';
import { useId } from 'preact/hooks';

interface FieldProps {
  readonly label: string;
  readonly value: Signal<string>;
  readonly required?: boolean;
  readonly hint?: string;
  readonly pattern?: string;
  readonly inputMode?: 'text' | 'numeric';
  /** Values to choose from; others may be typed. */
  readonly suggestions?: readonly string[];
}

/** A labelled text field. */
export const Field = ({ label, value, hint, suggestions, ...input }: FieldProps) => {
  const id = useId();
  return (
    <p class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        spellcheck={false}
        value={value}
        onInput={({ currentTarget }) => {
          value.value = currentTarget.value;
        }}
        {...(hint !== undefined && { 'aria-describedby': `${id}-hint` })}
        {...(suggestions !== undefined && { list: `${id}-list` })}
        {...input}
      />
      {hint !== undefined && <small id={`${id}-hint`}>{hint}</small>}
      {suggestions !== undefined && (
        <datalist id={`${id}-list`}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </p>
  );
};

interface ChoiceProps {
  readonly label: string;
  readonly value: Signal<string>;
  /** Values with their texts. */
  readonly options: Readonly<Record<string, string>>;
}

/** A labelled choice of a few values. */
export const Choice = ({ label, value, options }: ChoiceProps) => {
  const id = useId();
  return (
    <p class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={({ currentTarget }) => {
          value.value = currentTarget.value;
        }}
      >
        {Object.entries(options).map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </p>
  );
};
