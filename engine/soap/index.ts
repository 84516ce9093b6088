/** SOAP: reading WSDLs, building envelopes, reading answers. */
export { buildEnvelope, type SoapMessage } from './envelope';
export { findOperation } from './find-operation';
export type { Operation, Wsdl } from './model';
export {
	offeredOperations,
	operationParameters,
	type OperationParameter,
} from './operation-parameters';
export { bodyOf, faultIn, notSoap, readSoapAnswer, type SoapAnswer } from './soap-answer';
export { SoapError, SoapFault, type SoapValue } from './soap-error';
export { checkVatNumber } from './vat-check';
export { WsdlCache } from './wsdl-cache';
export { WsdlUnavailable } from './document-source';
