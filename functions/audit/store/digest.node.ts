import { hash } from 'node:crypto';
import type { Digest } from '../model/domain.ts';

export const sha256: Digest = (of) => hash('sha256', of, 'hex');
