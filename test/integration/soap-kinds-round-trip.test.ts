import type { Http } from '../../engine/environment';
import { bodyOf, buildEnvelope, findOperation, readSoapAnswer, WsdlCache } from '../../engine/soap';
import { toPlainValue } from '../unit/soap/plain';
import { KINDS, STYLES, wsdlOfKind } from './soap-peers/kinds';
import { typicalCall } from './soap-peers/typical-values';

/** What is written of each kind of value, in each style of call, is read back as it was. */
const rows = KINDS.flatMap((kind) =>
	(kind.styles ?? STYLES).map((style) => [kind.kind, style, kind] as const),
);

test.each(rows)('%s, %s', async (_kind, style, kind) => {
	const files: Record<string, string> = { ...kind.files, 'service.wsdl': wsdlOfKind(kind, style) };
	const http: Http = async ({ url }) => {
		const body = files[new URL(url).pathname.slice(1)];
		return await Promise.resolve({ status: body === undefined ? 404 : 200, headers: {}, body });
	};
	const request = { method: 'GET', url: 'http://files/service.wsdl', headers: {} };
	const wsdl = await new WsdlCache().read(request, http);
	const operation = findOperation(wsdl, 'echo');
	const { output } = operation;
	if (output === undefined) throw new Error('the operation answers nothing');
	const answering = { ...operation, input: output };
	const { parameters } = typicalCall(answering, 'native', true, kind.text);
	const options = { compatibility: 'native' as const, warn: () => undefined };
	const answer = bodyOf(buildEnvelope(wsdl, answering, parameters, options).body);
	if (answer === undefined) throw new Error('no envelope was written');
	const { value } = readSoapAnswer(wsdl, operation, answer, 'native');
	// In rpc style the value of the only part is the answer.
	const wanted = style.startsWith('rpc') ? parameters.v : parameters;
	expect(withoutEmptyLists(toPlainValue(value))).toEqual(wanted);
});

/** What may be there more than once is a list, also where nothing of it came. */
function withoutEmptyLists(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutEmptyLists);
	if (typeof value !== 'object' || value === null) return value;
	const members = Object.entries(value).filter(
		([, one]) => !(Array.isArray(one) && one.length === 0),
	);
	return Object.fromEntries(members.map(([name, one]) => [name, withoutEmptyLists(one)]));
}
