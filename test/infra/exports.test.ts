import { expect, it } from 'vitest';
import { stageNames } from '../../lib/config/stages.ts';
import { referencesOf } from '../../localstack/template/references.ts';
import { synthesise } from '../support/synthesised-app.ts';

interface TemplateJson {
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Export?: object }>>;
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
}

/** Custom resources may answer differently with each update. */
it.each(stageNames)(
  'no export of %s has its value from a custom resource: CloudFormation changes none that is imported',
  (stage) => {
    const { templates } = synthesise({ stage });
    for (const [name, template] of Object.entries(templates)) {
      const { Outputs = {}, Resources } = template.toJSON() as TemplateJson;
      const custom = Object.values(Outputs)
        .filter(({ Export }) => Export !== undefined)
        .flatMap(({ Value }) => [...referencesOf(Value)])
        .filter((id) => Resources[id]?.Type.startsWith('Custom::'));
      expect({ name, custom }).toEqual({ name, custom: [] });
    }
  },
);
