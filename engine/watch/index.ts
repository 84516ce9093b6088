export { querySource, newestRecord } from './query-source';
export { changesOfFields, rememberFields, type FieldMemory } from './field-memory';
export { onlyDeletions, syncSource } from './sync-source';
export type { ChangeSource, Moment } from './change-source';
export {
	beginWatch,
	takeChanges,
	type Change,
	type ChangeEvent,
	type WatchOptions,
} from './take-changes';
export type { WatchState } from './watch-state';
