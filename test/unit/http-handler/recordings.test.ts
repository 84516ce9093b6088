import { readBody, readCall } from '../../../engine';
import arrived from '../../recordings/arrived-at-echo.json';

/** Requests that *Run Web Service* tasks of a real coreBOS sent to an echo. */
const requests = arrived.map(({ id, inputtype, xml, head, bodyHex }) => {
	const [, target = ''] = /^\S+ (\S+)/.exec(head) ?? [];
	const query = target.slice(target.indexOf('?') + 1);
	return {
		id,
		inputtype,
		names: [...xml.matchAll(/<fieldname>([^<]+)<\/fieldname>/g)].map(([, name]) => name),
		query: Uint8Array.from(query, (character) => character.charCodeAt(0)),
		contentType: /^content-type:\s*(.*)$/im.exec(head)?.[1].trim(),
		body: new Uint8Array(Buffer.from(bodyHex, 'hex')),
	};
});

/** What the map's fields were, by how the recorded tasks fill them. */
const long = {
	name: 'Müller & Söhne "x" 50% + 1=51',
	tel: '+34 600',
	note: 'line1\nline2 <b>',
	fixed: '50% & ü',
	empty: '',
};

describe('what a real Run Web Service task sends', () => {
	const withBody = requests.filter(({ body }) => body.length > 0);

	test.each(withBody)('$id: $inputtype as $contentType', ({ id, names, contentType, body }) => {
		const { env, files } = readBody(contentType, body);
		expect(files).toEqual([]);
		// URLRESTFUL puts one field into the address.
		expect(Object.keys(env).every((name) => names.includes(name))).toBe(true);
		expect(Object.keys(env).length).toBeGreaterThanOrEqual(names.length - 1);
		if (/^trigger-/.test(id)) expect(env).toEqual(long);
	});

	const inAddress = requests.filter(({ inputtype }) => inputtype === 'URL');

	test.each(inAddress)('$id: values in the address, nothing encoded', ({ query }) => {
		const text = new TextDecoder().decode(query);
		const { variables } = readCall(new TextEncoder().encode(`workflow_id=43&${text}`));
		const sent = /name=([^&]*)/.exec(text)?.[1];
		expect(variables).toMatchObject({ name: sent, fixed: 'fix', empty: '' });
	});

	test('has both kinds', () => {
		expect([withBody.length, inAddress.length]).toEqual([28, 8]);
	});
});
