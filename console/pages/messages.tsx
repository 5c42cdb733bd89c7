import { useSignal } from '@preact/signals';
import type { Message } from '../data/answers.ts';
import { mailbox, messageFrame } from '../data/request.ts';
import { useLive } from '../data/use-live.ts';
import { timeText } from '../model/texts.ts';
import { ActionForm } from '../parts/action.tsx';
import { Facts } from '../parts/facts.tsx';
import { Field } from '../parts/field.tsx';
import { OrderLink } from '../parts/order-link.tsx';
import { Panel, PlainPanel } from '../parts/panel.tsx';
import { Table } from '../parts/table.tsx';

const Opened = ({ message }: { readonly message: Message }) => {
  const { user_id, notification_id, order_id, template, email, phone, subject, text, sent_at, has_html } = message;
  return (
    <PlainPanel title={subject ?? 'Text message'}>
      <Facts
        facts={{
          To: email ?? phone,
          User: user_id,
          Order: order_id === undefined ? undefined : <OrderLink id={order_id} />,
          Template: template,
          'Sent (UTC)': timeText(sent_at),
        }}
      />
      {has_html && (
        // Neither script nor request nor form of a mail works: its policy allows none, and the frame has no origin.
        <iframe title={`Mail: ${subject}`} sandbox="" src={messageFrame(user_id, notification_id)} />
      )}
      <h3>As text</h3>
      <pre>{text}</pre>
    </PlainPanel>
  );
};

/** Mails and text messages, as customers see them. */
export const MessagesPage = () => {
  const typed = useSignal('');
  const user = useSignal('');
  const opened = useSignal<string | undefined>(undefined);
  const live = useLive((signal) => mailbox(user.value, signal), `mailbox ${user.value}`);
  const find = async (): Promise<string> => {
    user.value = typed.value.trim();
    return '';
  };
  const message = live.data?.messages.find(({ notification_id }) => notification_id === opened.value);
  return (
    <>
      <PlainPanel title="Of one user">
        <ActionForm label="Show messages" act={find}>
          <Field label="User" value={typed} hint="empty for all users" />
        </ActionForm>
      </PlainPanel>
      {message !== undefined && <Opened message={message} />}
      <Panel
        title={user.value === '' ? 'Messages of all users' : `Messages of ${user.value}`}
        live={live}
        empty={({ messages }) => (messages.length === 0 ? 'No messages.' : undefined)}
      >
        {({ messages, more }) => (
          <>
            {more && <p class="quiet">There are more than a thousand messages: these are some of them. Name a user.</p>}
            <Table
              label="Messages"
              rows={messages}
              keyOf={({ notification_id }) => notification_id}
              columns={[
                { title: 'Sent (UTC)', cell: ({ sent_at }) => timeText(sent_at) },
                {
                  title: 'Message',
                  cell: ({ subject, text, notification_id }) => (
                    <button
                      type="button"
                      class="link"
                      onClick={() => {
                        opened.value = notification_id;
                      }}
                    >
                      {subject ?? text}
                    </button>
                  ),
                },
                { title: 'Channel', cell: ({ channel }) => channel },
                { title: 'User', cell: ({ user_id }) => user_id },
                { title: 'Order', cell: ({ order_id }) => order_id !== undefined && <OrderLink id={order_id} /> },
              ]}
            />
          </>
        )}
      </Panel>
    </>
  );
};
