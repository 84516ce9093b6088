import { NodeOperationError, type INodeProperties, type IWebhookFunctions } from 'n8n-workflow';

/** A scheme and a host, as a browser sends them in `Origin`. */
const ORIGIN = /^(?:\*|null|[a-z][a-z\d+.-]*:\/\/[^\s,/]+)$/i;

/**
 * n8n's server answers the preflight request of a browser (`OPTIONS`) without the node: it looks
 * for a node whose stored parameter `httpMethod` is the method of the call, and uses
 * `options.allowedOrigins` of that node. Default values are not stored; hence these names, and
 * `POST` for the value that is not the default.
 */
export const originParameters: INodeProperties[] = [
	{
		displayName: 'Browser Access',
		name: 'httpMethod',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Pages of Any Origin',
				value: 'GET',
				description: "As n8n's Webhook does by default",
			},
			{
				name: 'Pages of Chosen Origins',
				value: 'POST',
				description: 'Pages of other origins cannot read the answer',
			},
		],
		default: 'GET',
		description:
			'Which web pages may call with a script and read the answer (CORS). This affects only browsers and does not permit anyone.',
	},
	{
		displayName: 'Chosen Origins',
		name: 'options',
		type: 'collection',
		displayOptions: { show: { httpMethod: ['POST'] } },
		placeholder: 'Add Allowed Origins',
		default: { binaryData: true, allowedOrigins: '' },
		options: [
			{
				displayName: 'Allowed Origins (CORS)',
				name: 'allowedOrigins',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://shop.example.com,https://www.example.com',
				description:
					'Origins of the web pages that may call, separated by commas without spaces, each with its scheme and without a path',
			},
			{
				displayName: 'Leave the Body Unread',
				name: 'binaryData',
				type: 'hidden',
				default: true,
			},
		],
	},
	/**
	 * For a node of version 1, n8n's server leaves the body unread if `binaryData` is set. A denied
	 * call is then refused before its body is read, and forms are read by the rules of PHP.
	 */
	{
		displayName: 'Options',
		name: 'options',
		type: 'hidden',
		displayOptions: { hide: { httpMethod: ['POST'] } },
		default: { binaryData: true },
	},
];

type OriginContext = Pick<IWebhookFunctions, 'getNode' | 'getNodeParameter'>;

/**
 * Checks the origins before the first call.
 *
 * @throws NodeOperationError that quotes the invalid origin
 */
export function requireReadableOrigins(context: OriginContext): void {
	const origins = chosenOrigins(context);
	if (!origins) return;
	const wrong = origins.find((origin) => !ORIGIN.test(origin));
	if (wrong !== undefined) {
		throw new NodeOperationError(context.getNode(), `The origin "${wrong}" is not valid`, {
			description:
				'Enter the origins under Chosen Origins as https://shop.example.com,https://www.example.com: with the scheme, without a path, without spaces.',
		});
	}
	if (context.getNodeParameter('path', '') === '') {
		throw new NodeOperationError(context.getNode(), 'Chosen Origins requires a path', {
			description:
				'Fill in Path: otherwise n8n does not find the origins when a browser asks for them.',
		});
	}
	if (context.getNodeParameter('options.binaryData', false) !== true) {
		throw new NodeOperationError(context.getNode(), 'Chosen Origins has lost its hidden setting', {
			description:
				'Without it, n8n reads the body by its own rules. Set Browser Access to Pages of Any Origin and back, or add "binaryData": true to "options" in the JSON of the node.',
		});
	}
}

/**
 * The value of `Access-Control-Allow-Origin` by n8n's rule: the origin of the caller if it is
 * listed, otherwise the first one in the list. n8n sets it itself for a POST to a custom path.
 *
 * @param origin the Origin header of the call
 * @returns undefined if n8n's own answer, any origin, is right
 */
export function allowedOrigin(context: OriginContext, origin: string): string | undefined {
	const origins = chosenOrigins(context);
	if (!origins || origins.includes('*')) return undefined;
	return origins.includes(origin) ? origin : origins[0];
}

function chosenOrigins(context: OriginContext): string[] | undefined {
	if (context.getNodeParameter('httpMethod', 'GET') !== 'POST') return undefined;
	return String(context.getNodeParameter('options.allowedOrigins', '')).split(',');
}
