import {
	webhookDescriptionFields,
	type IDataObject,
	type INodeParameters,
	type IWebhookDescription,
	type NodeParameterValueType,
} from 'n8n-workflow';

/** A field of a webhook description that depends on the parameters of the node. */
interface Field {
	/** The expression that the editor and older versions of n8n evaluate. */
	template: string;
	/** The same without n8n's expression engine. */
	resolve: (parameters: INodeParameters) => NodeParameterValueType | undefined;
}

const fields = {
	path: parameterField('path'),
	responseMode: parameterField('responseMode'),
	responseCode: {
		template: '={{$parameter["settings"]["responseCode"] || 200}}',
		resolve: (parameters) => Number(settingsOf(parameters).responseCode) || 200,
	},
	responseData: {
		template:
			'={{$parameter["responseMode"] === "lastNode" ? $parameter["responseData"] : $parameter["settings"]["noResponseBody"] ? "noData" : $parameter["settings"]["responseBody"]}}',
		resolve(parameters) {
			if (parameters.responseMode === 'lastNode') return parameters.responseData;
			const { noResponseBody, responseBody } = settingsOf(parameters);
			return noResponseBody ? 'noData' : (responseBody as string | undefined);
		},
	},
	responseBinaryPropertyName: parameterField('responseBinaryPropertyName'),
	responseHeaders: {
		template: '={{$parameter["settings"]["responseHeaders"]}}',
		resolve: (parameters) => settingsOf(parameters).responseHeaders as INodeParameters | undefined,
	},
} satisfies Record<string, Field>;

/** The value of a parameter as it is. */
function parameterField(name: string): Field {
	return { template: `={{$parameter["${name}"]}}`, resolve: (parameters) => parameters[name] };
}

/** The webhook that callers use. */
export const callWebhook: IWebhookDescription = {
	name: 'default',
	httpMethod: 'POST',
	isFullPath: true,
	...described(),
};

/**
 * The same URL for all other methods: without it, n8n would answer that the URL does not exist.
 * The node answers 405, or treats a GET like a POST if it accepts GET.
 */
export const otherMethodsWebhook: IWebhookDescription = {
	...callWebhook,
	name: 'setup',
	httpMethod: 'GET,HEAD,PUT,PATCH,DELETE',
	ndvHideUrl: true,
};

/**
 * From version 2.41, n8n resolves these fields without its expression engine. This is faster, and
 * lets n8n store the execution of a call whose record could not be loaded: by then, the engine is
 * closed.
 */
function described(): Record<keyof typeof fields, string> {
	const isKnown: boolean = typeof webhookDescriptionFields === 'function';
	if (isKnown) return webhookDescriptionFields(fields);
	const templates = Object.entries<Field>(fields).map(([name, { template }]) => [name, template]);
	return Object.fromEntries(templates) as Record<keyof typeof fields, string>;
}

function settingsOf(parameters: INodeParameters): IDataObject {
	return (parameters.settings ?? {}) as IDataObject;
}
