export * from './allowlist';
export { readBody, type CallBody } from './body';
export { readCall, type Call } from './call';
export { CallError } from './call-error';
export { deniedCallers, noteDeniedCall, restoreDeniedCallers } from './denied-callers';
export type { DeniedCaller } from './denied-callers';
export type { UploadedFile } from './multipart';
export { createPermissions, PermissionError, permissionsOf } from './permissions';
export type { Decision, PermissionForm, Permissions } from './permissions';
