import { NodeOperationError, type IHookFunctions, type IWebhookFunctions } from 'n8n-workflow';
import {
	PermissionError,
	permissionsOf,
	type PermissionForm,
	type Permissions,
	thrownError,
} from '../../engine';
import { requireReadableOrigins } from './allowedOrigins';
import { SHARED_SECRET } from './sharedSecret';

/** The contexts in which the parameters of the trigger are read. */
type TriggerContext = Pick<
	IHookFunctions | IWebhookFunctions,
	'getNode' | 'getNodeParameter' | 'getWorkflow'
>;

/**
 * The permissions of the node, compiled once as long as its parameters stay the same.
 *
 * @throws NodeOperationError that names the permission and what cannot be read in it
 */
export function permissionsOfNode(context: TriggerContext): Permissions {
	const node = context.getNode();
	try {
		return permissionsOf(`${context.getWorkflow().id}/${node.id}`, permissionForms(context));
	} catch (error) {
		throw new NodeOperationError(node, thrownError(error), {
			message: thrownError(error).message,
			description:
				error instanceof PermissionError
					? `${error.advice} Until then, all calls are denied.`
					: undefined,
		});
	}
}

/**
 * Refuses activation and test listening for a setup that cannot serve a call.
 *
 * @throws NodeOperationError that says what to correct
 */
export function requireReadableSetup(context: IHookFunctions): void {
	permissionsOfNode(context);
	const node = context.getNode();
	if (context.getNodeParameter('loadRecord', false) && !node.credentials?.coreBosApi) {
		throw new NodeOperationError(node, 'Load Record requires a coreBOS credential', {
			description: 'Select the credential of the install that has the records.',
		});
	}
	if (context.getNodeParameter('sharedSecret', false) && !node.credentials?.[SHARED_SECRET]) {
		throw new NodeOperationError(node, 'Shared Secret requires a credential', {
			description: 'Select the credential with the header and the secret.',
		});
	}
	requireReadableOrigins(context);
}

function permissionForms(context: TriggerContext): PermissionForm[] {
	const parameter = context.getNodeParameter('permissions', {}) as {
		permission?: Array<
			Partial<Record<keyof PermissionForm, unknown>> & {
				deniedAddress?: { value?: unknown } | string;
			}
		>;
	};
	const forms = (parameter.permission ?? []).map((form) => ({
		title: textOf(form.title),
		addresses: [textOf(form.addresses), deniedAddressOf(form.deniedAddress)].join('\n').trim(),
		workflows: textOf(form.workflows),
		triggers: textOf(form.triggers),
	}));
	const [first] = forms;
	// The permission that a new node has open.
	const isUntouched = forms.length === 1 && Object.values(first).every((text) => text === '');
	return isUntouched ? [] : forms;
}

/** A locator, or the text that an expression gives. */
function deniedAddressOf(locator: { value?: unknown } | string | undefined): string {
	return textOf(typeof locator === 'string' ? locator : locator?.value);
}

/** A workflow ID may be stored as a number, and an expression may return a list. */
function textOf(value: unknown): string {
	return value === undefined || value === null ? '' : String(value);
}
