import type { FunctionComponent } from 'preact';
import { ApiPage } from '../pages/api.tsx';
import { DeadLettersPage } from '../pages/dead-letters.tsx';
import { FaultsPage } from '../pages/faults.tsx';
import { FiguresPage } from '../pages/figures.tsx';
import { LedgerPage } from '../pages/ledger.tsx';
import { MessagesPage } from '../pages/messages.tsx';
import { OrderPage } from '../pages/order.tsx';
import { OrdersPage } from '../pages/orders.tsx';
import { PipelinePage } from '../pages/pipeline.tsx';
import { StockPage } from '../pages/stock.tsx';
import type { PageProps } from './page-props.ts';

interface Page {
  readonly title: string;
  readonly component: FunctionComponent<PageProps>;
  /** In its place where an argument is given: one thing of many. */
  readonly one?: Pick<Page, 'title' | 'component'>;
  /** Only where the platform runs on this machine. */
  readonly local?: true;
}

/** Every page by its name in the address, in the order of the navigation. A new page is one more line. */
export const pages: Readonly<Record<string, Page>> = {
  orders: { title: 'Orders', component: OrdersPage, one: { title: 'Order', component: OrderPage } },
  pipeline: { title: 'Pipeline', component: PipelinePage },
  'dead-letters': { title: 'Dead letters', component: DeadLettersPage },
  stock: { title: 'Stock', component: StockPage },
  figures: { title: 'Figures', component: FiguresPage },
  ledger: { title: 'Ledger', component: LedgerPage },
  faults: { title: 'Faults', component: FaultsPage, local: true },
  messages: { title: 'Messages', component: MessagesPage, local: true },
  api: { title: 'API', component: ApiPage },
};

export const firstPage = 'orders';
