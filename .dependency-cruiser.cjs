// The import table of docs/architecture: who may import whom. No exceptions.
const kernel = '^functions/shared/kernel/';
const contracts = '^schemas/';
const tests = '^test/';
const rooms = '^(functions/[^/]+|lib/constructs|localstack/(api|event-source))/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'No file reaches itself again, by types neither.',
      severity: 'error',
      from: { pathNot: tests },
      to: { circular: true },
    },
    {
      name: 'no-cycles-of-code-in-tests',
      comment: 'Tests may refer to each other by types.',
      severity: 'error',
      from: { path: tests },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'rooms-have-walls',
      comment:
        'Between the folders of a service, of the constructs, of the local API and of the event source all arrows run one way.',
      scope: 'folder',
      severity: 'error',
      from: { path: rooms },
      to: { circular: true },
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
      from: { path: '^functions/([^/]+)/.*domain\\.ts$' },
      to: { pathNot: [kernel, '^functions/$1/.*domain\\.ts$', contracts] },
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
      name: 'compositions-are-given-their-dependencies',
      comment:
        'Handlers and the files that make their dependencies are the only ones that take the real client, time and Kafka.',
      severity: 'error',
      from: {
        path: '^functions/(?!shared)',
        pathNot: ['\\.handler\\.ts$', '/dependencies\\.aws\\.ts$', '/gateway\\.configured\\.ts$'],
      },
      to: {
        path: '^functions/shared/runtime/(dynamodb/dynamodb|environment|kafka/kafka-client|kafka/principal-producer|system-clock)\\.ts$',
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
      name: 'commands-know-models-not-use-cases',
      comment:
        'A command reaches the platform by its clients. Of a service it shares the model and, to read what is stored, the store.',
      severity: 'error',
      from: { path: '^bin/', pathNot: '^bin/app\\.ts$' },
      to: { path: '^functions/(?!shared/)', pathNot: '^functions/[^/]+/(model|store|rebuild)/' },
    },
    {
      name: 'commands-are-no-library',
      comment: 'Clients and the folders of single commands know no command, but for how progress is shown.',
      severity: 'error',
      from: { path: '^bin/(?!commands/)[^/]+/' },
      to: { path: '^bin/commands/', pathNot: '^bin/commands/progress\\.ts$' },
    },
    {
      name: 'page-runs-in-the-browser',
      comment: 'The page of the console knows contracts, the kernel and pure models: no Node built-ins, no server.',
      severity: 'error',
      from: { path: '^console/' },
      to: {
        pathNot: [
          '^console/',
          kernel,
          contracts,
          '^functions/[^/]+/model/[^/]*domain\\.ts$',
          '^node_modules/(preact|@preact)/',
        ],
      },
    },
    {
      name: 'page-is-reached-by-http',
      comment: 'The server bundles the page and knows nothing of its code.',
      severity: 'error',
      from: { path: '^(bin|lib|functions|schemas|localstack)/' },
      to: { path: '^console/' },
    },
    {
      name: 'clients-stand-alone',
      comment: 'Of the command line, the clients import only each other.',
      severity: 'error',
      from: { path: '^bin/client/' },
      to: { path: '^bin/(?!client/)' },
    },
    {
      name: 'model-is-the-ground-floor',
      comment: 'The model of a service knows none of its other rooms.',
      severity: 'error',
      from: { path: '^functions/(?!shared)([^/]+)/model/' },
      to: { path: '^functions/$1/(?!model/)' },
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
      to: { path: '^(functions|lib|bin|localstack|console|test)/' },
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
