/**
 * For stand-ins: a connection stays open until the caller ends it. A server that closes one while
 * the next call is on its way makes that call fail, which happens on a busy machine.
 */
export const KEPT_OPEN = { keepAliveTimeout: 0 };
