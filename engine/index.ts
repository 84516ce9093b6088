/**
 * The door of the engine: what `convert/`, the nodes and the public API use. The build makes one
 * bundle of it, so that all nodes of the package share what it keeps in memory.
 */
export type { CoreBosClient, Environment, Http, HttpRequest, HttpResponse } from './environment';
export type { Compatibility } from './compatibility';
export { BoundedCache } from './bounded-cache';
export { asRecord, isRecord } from './is-record';
export { jsonValue } from './json-value';
export { thrownError } from './thrown-error';
export { runConcurrently, ConcurrencyLimit, type ConcurrencyOptions } from './concurrency';
export * from './php';
export * from './http';
export * from './xml';
export * from './http-handler';
export * from './expression';
export * from './map';
export * from './watch';
export * from './soap';
export * from './corebos';
export * from './workflow';
