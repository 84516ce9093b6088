export type { Failure } from './failures';
export type { CoreBosUser, Seed } from './install';
export {
	startCoreBos,
	type CoreBosOptions,
	type CoreBosStandIn,
	type LoggedRequest,
} from './server';
