// The import table of docs/architecture: who may import whom. No exceptions.
const kernel = '^functions/shared/kernel/';
const contracts = '^schemas/';
const tests = '^test/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Types may refer to each other across files; code may not wait for itself.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'kernel-is-pure',
      comment: 'The kernel imports only itself: no Node built-ins, no npm but pure id arithmetic.',
      severity: 'error',
      from: { path: kernel },
      to: { pathNot: [kernel, '^node_modules/uuid/'] },
    },
    {
      name: 'domain-is-pure',
      comment:
        'A domain imports the kernel, its own service’s pure files and contract types; ids and clock are passed in.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/[^/]*domain\\.ts$' },
      to: { pathNot: [kernel, '^functions/$1/[^/]*domain\\.ts$', contracts] },
    },
    {
      name: 'use-cases-know-no-technology',
      comment: 'Use cases and ports see their own domain and ports, the kernel, the idioms and contract types.',
      severity: 'error',
      from: { path: '^functions/(?!shared)([^/]+)/[^.]+\\.ts$', pathNot: 'domain\\.ts$' },
      to: {
        pathNot: [kernel, '^functions/shared/runtime/idioms/', '^functions/$1/[^.]+\\.ts$', contracts],
      },
    },
    {
      name: 'no-other-service',
      severity: 'error',
      from: { path: '^functions/(?!shared)([^/]+)/' },
      to: { path: '^functions/', pathNot: ['^functions/$1/', '^functions/shared/'] },
    },
    {
      name: 'shared-knows-no-service',
      severity: 'error',
      from: { path: '^functions/shared/' },
      to: { path: '^functions/', pathNot: '^functions/shared/' },
    },
    {
      name: 'nothing-imports-a-handler',
      severity: 'error',
      from: { pathNot: tests },
      to: { path: '\\.handler\\.ts$' },
    },
    {
      name: 'compositions-are-given-their-means',
      comment: 'Handlers alone, and what they make their means with, take the real client, time and Kafka.',
      severity: 'error',
      from: {
        path: '^functions/(?!shared)',
        pathNot: ['\\.handler\\.ts$', '/means\\.aws\\.ts$', '/gateway\\.configured\\.ts$'],
      },
      to: {
        path: '^functions/shared/runtime/(dynamodb|environment|kafka-client|principal-producer|system-clock)\\.ts$',
      },
    },
    {
      name: 'functions-know-no-deployment',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: ['^(lib|bin|localstack|test)/', '^node_modules/(aws-cdk-lib|constructs)/'] },
    },
    {
      name: 'cdk-knows-only-environments',
      severity: 'error',
      from: { path: ['^lib/', '^bin/app\\.ts$'] },
      to: { path: ['^(functions|localstack|test)/'], pathNot: '\\.env\\.ts$' },
    },
    {
      name: 'local-platform-reads-the-template',
      comment: 'The local platform knows the synthesised template and the bundles, never source.',
      severity: 'error',
      from: { path: '^localstack/' },
      to: { path: ['^(functions|lib|test)/', '^bin/'] },
    },
    {
      name: 'contracts-stand-alone',
      severity: 'error',
      from: { path: contracts },
      to: { path: '^(functions|lib|bin|localstack|test)/' },
    },
    { name: 'nothing-imports-tests', severity: 'error', from: { pathNot: tests }, to: { path: tests } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^cdk\\.out', '^\\.orderstream'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
