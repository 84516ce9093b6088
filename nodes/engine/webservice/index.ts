export { accessKeyFor } from './access-key';
export type { WebServiceAnswer } from './answer';
export { checkedResponse } from './checked-response';
export { createCoreBosClient, testConnection, type CoreBosWebService } from './client';
export { CoreBosError, type CoreBosErrorDetails, type LocalErrorCode } from './corebos-error';
export type { CoreBosConnection, Session } from './login';
export { webServiceUrl } from './web-service-url';
