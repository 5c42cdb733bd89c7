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
// Two connections: one for results, one to wait on, so that waiting need not begin with the answer to a result.
const agent = new Agent({ keepAlive: true, maxSockets: 2 });

const call = (method, path, body) =>
  new Promise((resolve, reject) => {
    const headers =
      body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const options = { hostname, port, agent, method, path: `/2018-06-01/runtime/invocation/${path}`, headers };
    const sent = request(options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ bodyJson: Buffer.concat(chunks).toString(), headers: response.headers }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });

// The addon posts synchronously and ignores failures; so does this. A lost Runtime API fails in `next`.
const post = (path, body) => {
  call('POST', path, body).catch(() => undefined);
};

module.exports = {
  /** Waits for the next invocation: `{ bodyJson, headers }`. */
  next: () => call('GET', 'next'),
  /** Posts the handler's response, JSON text. `id` is URI-encoded. */
  done: (id, response) => post(`${id}/response`, response),
  /**
   * Posts the error that the handler threw, JSON text `{errorType, errorMessage, trace}`. Its third argument, the cause for X-Ray, is not
   * sent: no component here reads it, and long ones do not fit the header it would travel in.
   */
  error: (id, error) => post(`${id}/error`, error),
};

const self = { url: pathToFileURL(__filename).href, format: 'commonjs', shortCircuit: true };
registerHooks({
  resolve: (specifier, context, next) => (specifier === './rapid-client.node' ? self : next(specifier, context)),
});
