import { recordNumberOf, type CoreBosClient } from '../../../../engine';
import { MAX_WORKFLOWS } from '../../../editor/listSearch/workflows';
import { ParameterError } from '../../../transport/parameterError';

/** A workflow as the web service shows it: all but its tasks. */
type InstallWorkflow = Record<string, unknown> & {
	id: string;
	module_name: string;
	summary: string;
	test: string;
};

/**
 * A workflow of an install, by number, web service ID or name.
 *
 * @param client undefined: the node has no credential
 * @throws ParameterError if there is none, or several have the name; CoreBosError of the query
 */
export async function workflowOfInstall(
	client: CoreBosClient | undefined,
	wanted: string,
): Promise<InstallWorkflow> {
	if (client === undefined) {
		throw new ParameterError(
			'The workflow cannot be read: no coreBOS credential is selected',
			'Select the credential of the install that has the workflow.',
		);
	}
	const query = `select * from Workflow limit ${MAX_WORKFLOWS};`;
	const workflows = (await client.call('query', { query })) as InstallWorkflow[];
	const number = recordNumberOf(wanted);
	const byNumber = workflows.find(({ id }) => recordNumberOf(id) === number);
	if (byNumber) return byNumber;
	const named = workflows.filter(({ summary }) => summary === wanted);
	if (named.length === 1) return named[0];
	if (named.length === 0) {
		throw new ParameterError(
			`coreBOS has no workflow "${wanted}"`,
			'Select a workflow that the user of the credential can see.',
		);
	}
	const numbers = named.map(({ id }) => recordNumberOf(id)).join(', ');
	throw new ParameterError(
		`Several workflows are named "${wanted}"`,
		`Enter the number of one of them: ${numbers}.`,
	);
}
