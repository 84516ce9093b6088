/**
 * The door of the engine: what the nodes and the public API use. The build makes one bundle
 * of it, so that all nodes of the package share what it keeps in memory.
 */
export type { CoreBosClient, Environment, Http, HttpRequest, HttpResponse } from './environment';
export { askedOnce, READING_OPERATIONS } from './asked-once';
export { inTurns, type Turns } from './turns';
export * from './allowlist';
export * from './expression';
export * from './handler';
export * from './map';
export * from './watch';
export * from './soap';
export * from './webservice';
export * from './workflow';
