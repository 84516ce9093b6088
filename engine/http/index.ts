/** HTTP: what every call of the engine has in common. */
export { basicAuthorization } from './basic-authorization';
export type { CallOutcome } from './call-outcome';
export { connectionFailure, type ConnectionFailure } from './connection-failure';
export { decodeBody } from './decode-body';
export { displayUrl } from './display-url';
export { isHeaderName, isPlainHeaderValue } from './header';
export { plainText } from './plain-text';
export { redirectTarget } from './redirect';
export { readResponse } from './response';
