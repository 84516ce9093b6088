import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { mapOfParameters } from '../../convert';
import type { MapParameters } from '../../convert';
import { findOperation, thrownError, WsdlCache, wsdlRequestOf } from '../../engine';
import type { Http, MapConfig, Operation, Wsdl } from '../../engine';
import { clientCertificate } from '../transport/clientCertificate';
import { n8nHttp } from '../transport/n8nHttp';
import { inParameterNames } from './parameterNames';

/** What only a run knows: the editor cannot fetch a WSDL whose address holds it. */
const OF_A_RUN = /get(?:Setting|Context|GlobalVariable)\([^()]*\)|\$\w/;

/**
 * The WSDL that the node's parameters name, for lists in the editor.
 *
 * @param context the editor's question
 * @throws NodeOperationError that says what is missing or why the WSDL cannot be read
 */
export async function wsdlOfNode(context: ILoadOptionsFunctions): Promise<Wsdl> {
	const url = textOf(context.getNodeParameter('url', '')).trim();
	if (!/^https?:\/\//i.test(url)) {
		throw refused(context, 'Enter the address of the WSDL in "URL" first');
	}
	if (OF_A_RUN.test(url)) {
		throw refused(
			context,
			'The address of the WSDL is only known when the node runs, because "URL" contains a value of the run. Enter the operation by name and its parameters as fields',
		);
	}
	const http = await httpOf(context);
	try {
		return await new WsdlCache().read(await wsdlRequestOf(configOf(context)), http);
	} catch (error) {
		throw refused(context, messageOf(error));
	}
}

/**
 * The operation that the node's parameters name.
 *
 * @throws NodeOperationError where none is named, or the WSDL has no such operation
 */
export async function operationOfNode(context: ILoadOptionsFunctions): Promise<Operation> {
	const options = { extractValue: true };
	const name = textOf(context.getNodeParameter('soapOperation', '', options)).trim();
	if (name === '') throw refused(context, 'Choose the operation first');
	const wsdl = await wsdlOfNode(context);
	try {
		return findOperation(wsdl, name);
	} catch (error) {
		throw refused(context, messageOf(error));
	}
}

/** The HTTP of the node's calls: its client certificate and its settings for TLS apply. */
async function httpOf(context: ILoadOptionsFunctions): Promise<Http> {
	const options = context.getNodeParameter('options', {}) as { allowUnauthorizedCerts?: boolean };
	const certificate = context.getNodeParameter('useClientCertificate', false)
		? clientCertificate(await context.getCredentials('coreBosClientCertificateApi'))
		: undefined;
	const ignoreSslIssues = options.allowUnauthorizedCerts === true;
	return n8nHttp(context.helpers, undefined, { certificate, ignoreSslIssues });
}

/** The configuration that the parameters lead to, without headers that hold values of a run. */
function configOf(context: ILoadOptionsFunctions): MapConfig {
	const { config } = mapOfParameters({
		url: context.getNodeParameter('url', ''),
		headers: context.getNodeParameter('headers', {}),
		settings: context.getNodeParameter('settings', {}),
	} as MapParameters);
	return { ...config, headers: config.headers?.filter(({ value }) => !OF_A_RUN.test(value)) };
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function messageOf(error: unknown): string {
	return inParameterNames(thrownError(error).message);
}

function refused(context: ILoadOptionsFunctions, message: string): NodeOperationError {
	return new NodeOperationError(context.getNode(), message);
}
