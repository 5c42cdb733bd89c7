import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { conditional, request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import type { ViewStore } from '../model/ports.ts';
import { nothingBegun, type Progress, type Range } from '../model/progress-domain.ts';

/** `10-20,26-30`. */
const rangesText = (ranges: readonly Range[]): string => ranges.map((range) => range.join('-')).join(',');

const rangesOf = (text: string): readonly Range[] =>
  text === '' ? [] : text.split(',').map((range) => range.split('-').map(Number) as [number, number]);

const progressText = ({ open, crossed }: Progress): string => `${rangesText(open)}|${crossed}`;

const progressOf = (text: string): Progress => {
  const [open = '', crossed = '-1'] = text.split('|');
  return { open: rangesOf(open), crossed: Number(crossed) };
};

/** One attribute per partition of a topic, so that invocations with other partitions do not conflict. */
const progressKey = (topic: string) => ({ id: `progress|${topic}` });
const progressAttribute = (partition: number): string => `p${partition}`;
const gapsKey = (topic: string, partition: number) => ({ id: `gaps|${topic}|${partition}` });
/** Values that equal a missing attribute. */
const emptyTexts: ReadonlySet<string> = new Set([progressText(nothingBegun), '']);

/** Sets attributes on the condition that they are unchanged since they were read. */
const replacing = (changes: readonly { readonly name: string; readonly before: string; readonly after: string }[]) => ({
  UpdateExpression: `SET ${changes.map((_, index) => `#p${index} = :a${index}`).join(', ')}`,
  ConditionExpression: changes
    .map(({ before }, index) => {
      const isAsRead = `#p${index} = :b${index}`;
      return emptyTexts.has(before) ? `(attribute_not_exists(#p${index}) OR ${isAsRead})` : isAsRead;
    })
    .join(' AND '),
  ExpressionAttributeNames: Object.fromEntries(changes.map(({ name }, index) => [`#p${index}`, name])),
  ExpressionAttributeValues: Object.fromEntries(
    changes.flatMap(({ before, after }, index) => [
      [`:b${index}`, before],
      [`:a${index}`, after],
    ]),
  ),
});

/** The projection's progress, in the table of the events' places. The items do not expire. */
export const progressItems = (
  client: DynamoDBDocumentClient,
  table: string,
): Pick<ViewStore, 'progress' | 'advance' | 'gaps' | 'keepGaps'> => {
  const read = async (key: Readonly<Record<string, string>>): Promise<Readonly<Record<string, unknown>>> => {
    const get = new GetCommand({ TableName: table, Key: key, ConsistentRead: true });
    return (await request(() => client.send(get))).Item ?? {};
  };
  const replace = async (
    key: Readonly<Record<string, string>>,
    changes: Parameters<typeof replacing>[0],
  ): Promise<boolean> => {
    const update = new UpdateCommand({ TableName: table, Key: key, ...replacing(changes) });
    return (await conditional(() => client.send(update))).ok;
  };
  return {
    progress: async (topic, partitions) => {
      const item = await read(progressKey(topic));
      return new Map(
        partitions.flatMap((partition) => {
          const text = item[progressAttribute(partition)];
          return typeof text === 'string' ? [[partition, progressOf(text)] as const] : [];
        }),
      );
    },
    advance: (topic, changes) =>
      replace(
        progressKey(topic),
        changes.map(({ partition, before, after }) => ({
          name: progressAttribute(partition),
          before: progressText(before),
          after: progressText(after),
        })),
      ),
    gaps: async (topic, partition) => {
      const { gaps = '' } = await read(gapsKey(topic, partition));
      return rangesOf(String(gaps));
    },
    keepGaps: (topic, partition, { before, after }) =>
      replace(gapsKey(topic, partition), [{ name: 'gaps', before: rangesText(before), after: rangesText(after) }]),
  };
};
