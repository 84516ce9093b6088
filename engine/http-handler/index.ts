export * from './allowlist';
export { readBody, type CallBody } from './body';
export { readCall, type Call } from './call';
export { CallError } from './call-error';
export type { UploadedFile } from './multipart';
export { createPermissions, PermissionError, permissionsOf } from './permissions';
export type { Decision, PermissionForm, Permissions } from './permissions';
