import { useSignal } from '@preact/signals';
import { ActionForm } from './action.tsx';
import { Field } from './field.tsx';
import { PlainPanel } from './panel.tsx';

interface FindProps {
  readonly title: string;
  readonly label: string;
  /** What is looked for, as the field is called. */
  readonly field: string;
  readonly current?: string;
  /** Goes there. @throws {Error} the text names nothing that there can be. */
  readonly open: (text: string) => void;
}

/** A form that leads to one thing by its key. */
export const Find = ({ title, label, field, current = '', open }: FindProps) => {
  const text = useSignal(current);
  const act = async (): Promise<string> => {
    open(text.value.trim());
    return '';
  };
  return (
    <PlainPanel title={title}>
      <ActionForm label={label} act={act}>
        <Field label={field} value={text} required />
      </ActionForm>
    </PlainPanel>
  );
};
