'use strict';
// Preloaded into every function process (`node --require`). `aws-lambda-ric` talks to the Runtime API through a native
// addon, `rapid-client.node`, whose build takes a compiler, cmake and a minute; it is installed with scripts ignored, so
// the addon is not there. This module stands in for it with the same three functions over plain HTTP. The rest of the
// runtime client is Amazon's own, unchanged.
//
// CommonJS, because a preload must be in place before the runtime client's first line. `request` is taken from
// `node:http` here, so that tracers which patch that module later do not see the runtime's own calls, as on AWS.
const { Agent, request } = require('node:http');
const { registerHooks } = require('node:module');
const { pathToFileURL } = require('node:url');

const [hostname, port] = (process.env.AWS_LAMBDA_RUNTIME_API ?? '').split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** The X-Ray cause is a header on this API; longer than this it is not sent (the limit of Amazon's C++ client). */
const maximumXrayCauseLength = 1024 * 1024;

const call = (method, path, body, headers = {}) =>
  new Promise((resolve, reject) => {
    const outgoing =
      body === undefined
        ? headers
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers };
    const options = {
      hostname,
      port,
      agent,
      method,
      path: `/2018-06-01/runtime/invocation/${path}`,
      headers: outgoing,
    };
    const sent = request(options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ bodyJson: Buffer.concat(chunks).toString(), headers: response.headers }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });

// The addon posts synchronously; here the next call waits for the post instead, which keeps the order.
let posted = Promise.resolve();

module.exports = {
  /** Waits for the next invocation: `{ bodyJson, headers }`. */
  next: async () => {
    await posted;
    return call('GET', 'next');
  },
  /** Posts the handler's response, JSON text. `id` is URI-encoded. */
  done: (id, response) => {
    posted = call('POST', `${id}/response`, response);
  },
  /** Posts what the handler threw, JSON text `{errorType, errorMessage, trace}`, with its X-Ray cause. */
  error: (id, error, xrayCause) => {
    posted = call('POST', `${id}/error`, error, {
      'lambda-runtime-function-error-type': encodeURIComponent(JSON.parse(error).errorType ?? ''),
      'lambda-runtime-function-xray-error-cause':
        xrayCause.length < maximumXrayCauseLength ? encodeURIComponent(xrayCause) : '',
    });
  },
};

const self = { url: pathToFileURL(__filename).href, format: 'commonjs', shortCircuit: true };
registerHooks({
  resolve: (specifier, context, next) => (specifier === './rapid-client.node' ? self : next(specifier, context)),
});
