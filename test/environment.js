// Node's environment of Jest, without what jest-circus leaves behind on Node 20: an
// AsyncLocalStorage for each test file, whose hook then runs for every promise of the files after
// it in the same process. Node 24 has no such hook.
const hooks = require('node:async_hooks');
const { TestEnvironment } = require('jest-environment-node');

const storages = new Set();
hooks.AsyncLocalStorage = class extends hooks.AsyncLocalStorage {
	constructor(...options) {
		super(...options);
		storages.add(this);
	}
};

module.exports = class extends TestEnvironment {
	async teardown() {
		for (const storage of storages) storage.disable();
		storages.clear();
		await super.teardown();
	}
};
