/**
 * Stands for `cls-hooked/context` in the bundles: the tracer's library keeps its current segment in it. `cls-hooked` follows every
 * promise of the process by hooks, also while nothing is traced, which took a fifth of a consumer's processor time; Node's
 * own storage follows them for nothing.
 */
const { AsyncLocalStorage } = require('node:async_hooks');

class Namespace {
  #storage = new AsyncLocalStorage();
  /** Entered and never left: an invocation that continues elsewhere still finds the segment of its environment. */
  #entered = null;

  get active() {
    return this.#storage.getStore() ?? this.#entered;
  }

  createContext() {
    return Object.create(this.active);
  }

  enter(context) {
    this.#entered = context;
  }

  get(key) {
    return this.active?.[key];
  }

  set(key, value) {
    if (this.active === null) throw new Error('No context available. ns.run() or ns.bind() must be called first.');
    this.active[key] = value;
    return value;
  }

  run(work) {
    const context = this.createContext();
    this.#storage.run(context, work, context);
    return context;
  }

  runAndReturn(work) {
    const context = this.createContext();
    return this.#storage.run(context, work, context);
  }

  bind(work, context = this.active ?? this.createContext()) {
    const storage = this.#storage;
    return function bound(...args) {
      return storage.run(context, () => work.apply(this, args));
    };
  }

  bindEmitter() {
    // Listeners run in the context that emits, which is the one that started the request.
  }
}

const namespaces = new Map();

exports.getNamespace = (name) => namespaces.get(name);
exports.createNamespace = (name) => {
  const created = new Namespace();
  namespaces.set(name, created);
  return created;
};
exports.destroyNamespace = (name) => {
  namespaces.delete(name);
};
