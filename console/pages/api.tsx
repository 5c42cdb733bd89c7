import { type Route, routes } from '../../schemas/routes.ts';
import type { PageProps } from '../app/page-props.ts';
import { PlainPanel } from '../parts/panel.tsx';
import { Table } from '../parts/table.tsx';

const callers = {
  client: 'clients',
  operator: 'operators',
  gateway: 'the payment gateway',
  public: 'everyone',
} as const satisfies Readonly<Record<Route['access'], string>>;

/** The contracts: their pages, and the routes by name. */
export const ApiPage = ({ about: { docsUrl } }: PageProps) => (
  <>
    <PlainPanel title="Contracts">
      {docsUrl === undefined ? (
        <p>
          <code>npm run docs</code> writes the pages of the contracts.
        </p>
      ) : (
        <ul>
          <li>
            <a href={docsUrl}>The HTTP API, with every field</a>
          </li>
          <li>
            <a href={`${docsUrl}events.html`}>The events, by topic</a>
          </li>
        </ul>
      )}
    </PlainPanel>
    <PlainPanel title="Routes">
      <Table
        label="Routes"
        rows={Object.entries<Route>(routes)}
        keyOf={([name]) => name}
        columns={[
          { title: 'Method', cell: ([, { method }]) => method },
          { title: 'Path', cell: ([, { path }]) => <code>{path}</code> },
          { title: 'For', cell: ([, { access }]) => callers[access] },
          { title: 'Does', cell: ([, { summary }]) => summary },
        ]}
      />
    </PlainPanel>
  </>
);
