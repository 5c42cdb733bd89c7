// Plain JavaScript: `up` checks its stage before the set-up, when nothing else can be loaded.
export const stageNames = Object.freeze(['dev', 'prod']);
