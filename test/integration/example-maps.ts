import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '..', '..', 'examples', 'product-sync');

/** The install that the example maps call, until a user names another. */
const EXAMPLE_URL = 'http://corebos-b.example';

/**
 * A map of the product sync example, calling a test's install.
 *
 * @param name `challenge`, `login`, `create`, `update` or `logout`
 * @param url base url of the install
 */
export function exampleMap(name: string, url: string): string {
	return readFileSync(join(folder, `${name}.xml`), 'utf8').replaceAll(EXAMPLE_URL, url);
}

/** A map of a few lines. */
export function smallMap({
	url,
	method = 'POST',
	inputtype = 'JSON',
	header,
	fields = { name: "concat('<', productname, '>')" },
	response = '<field><fieldname>result.ok</fieldname><destination><context>ok</context></destination></field>',
}: {
	url: string;
	method?: string;
	inputtype?: string;
	/** Content type to send. */
	header?: string;
	/** Expressions by field name. */
	fields?: Record<string, string>;
	response?: string;
}): string {
	const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
	return `<map>
<originmodule><originname>Products</originname></originmodule>
<wsconfig>
<wsurl>${escaped(url)}</wsurl>
<wshttpmethod>${method}</wshttpmethod>
<methodname>small call</methodname>
<wsheader>${header ? `<header><keyname>Content-type</keyname><keyvalue>${header}</keyvalue></header>` : ''}</wsheader>
<wstype>REST</wstype>
<inputtype>${inputtype}</inputtype>
<outputtype>JSON</outputtype>
</wsconfig>
<fields>${Object.entries(fields)
		.map(
			([name, expression]) =>
				`<field><fieldname>${name}</fieldname><Orgfields><Orgfield><OrgfieldName>${escaped(expression)}</OrgfieldName><OrgfieldID>EXPRESSION</OrgfieldID></Orgfield><delimiter></delimiter></Orgfields></field>`,
		)
		.join('')}</fields>
<Response>${response}</Response>
</map>`;
}

/**
 * A map that creates a product in the kept session of its node.
 *
 * @param url base url of the install
 * @param element expression of the record to create
 * @param more expressions of other fields, and what is kept of the answer
 */
export function sessionCreateMap(
	url: string,
	element: string,
	{ fields, response }: { fields?: Record<string, string>; response: string },
): string {
	return smallMap({
		url: `${url}/webservice.php`,
		inputtype: 'XML',
		header: 'application/x-www-form-urlencoded',
		fields: {
			operation: "concat('create','')",
			sessionName: 'getSessionName()',
			elementType: "concat('Products','')",
			element,
			...fields,
		},
		response,
	});
}
