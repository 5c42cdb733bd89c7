// Also tests lib/stacks
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { stageNames } from '../../lib/config/stages.ts';
import { OrderstreamApp } from '../../lib/orderstream-app.ts';
import { writeHandlerStubs } from '../support/handler-stubs.ts';
import { type AcceptedFinding, acceptedFindings } from './accepted-findings.ts';

interface Finding {
  readonly finding: string;
  /** Path of the construct, without the stage. */
  readonly construct: string;
}

const findingsOf = (stage: string): readonly Finding[] => {
  const outdir = mkdtempSync(join(tmpdir(), 'orderstream-nag-'));
  try {
    const functionsFolder = writeHandlerStubs(outdir);
    const app = new OrderstreamApp({ functionsFolder, outdir, stage, validate: false });
    app.synth();
    return new AwsSolutionsChecks(app).validateScope(app).violations.flatMap(({ ruleName, violatingResources }) =>
      (violatingResources ?? []).map(({ constructPath = '' }) => ({
        finding: ruleName,
        construct: constructPath.replace(`orderstream-${stage}-`, ''),
      })),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};

const stages = new Map(stageNames.map((stage) => [stage, findingsOf(stage)]));
const isAccepted =
  ({ finding, construct }: Finding) =>
  ({ findings, constructs }: AcceptedFinding): boolean =>
    findings.test(finding) && constructs.test(construct);

describe('AwsSolutions of cdk-nag', () => {
  it.each(stageNames)('finds nothing in %s that is not accepted', (stage) => {
    const found = stages.get(stage) ?? [];
    expect(found.length).toBeGreaterThan(10);
    expect(found.filter((finding) => !acceptedFindings.some(isAccepted(finding)))).toEqual([]);
  });

  it.each(acceptedFindings)('still finds what is accepted: $reason', (accepted) => {
    const found = [...stages.values()].flat();
    expect(found.some((finding) => isAccepted(finding)(accepted))).toBe(true);
  });

  it('is contradicted less than ten times', () => {
    expect(acceptedFindings.length).toBeLessThan(10);
  });
});
