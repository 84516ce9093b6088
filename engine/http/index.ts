/** HTTP: what every call of the engine has in common. */
export { basicAuthorization } from './basic-authorization';
export { bodyText } from './decode-body';
export { checkedResponse } from './response';
