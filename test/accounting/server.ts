import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KEPT_OPEN } from '../kept-open';

/** A row of a table: texts as the form had them, and the key that the server gave it. */
export type Row = Record<string, string>;

/** A line of an invoice as FacturaScripts keeps it. */
export interface InvoiceLine {
	referencia: string;
	descripcion: string;
	cantidad: number;
	pvpunitario: number;
	pvptotal: number;
}

export interface Invoice {
	idfactura: number;
	codigo: string;
	codcliente: string;
	fecha: string;
	numero2: string;
	total: number;
	lines: InvoiceLine[];
}

/** A stand-in for the REST API of an accounting system in the style of FacturaScripts. */
export interface AccountingStandIn {
	/** `http://127.0.0.1:PORT`; the API is below `/api/3`. */
	url: string;
	/** The API key that its `Token` header has to hold. */
	token: string;
	customers: Row[];
	products: Row[];
	invoices: Invoice[];
	close(): Promise<void>;
}

/** What the API answers a call that it refuses. */
class Refused extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

interface Table {
	rows: Row[];
	/** Column that the server numbers. */
	key: string;
	/** Columns that must not be empty. */
	needs: string[];
}

/**
 * Starts the stand-in, on 127.0.0.1 and a free port: `clientes` and `productos` to be made (POST)
 * and changed (PUT), `crearFacturaCliente`. It takes forms only and a token in every call.
 */
export async function startAccounting(): Promise<AccountingStandIn> {
	const token = 'fsTokenOfTheTests01';
	const customers: Row[] = [];
	const products: Row[] = [];
	const invoices: Invoice[] = [];
	const tables: Record<string, Table> = {
		clientes: { rows: customers, key: 'codcliente', needs: ['nombre', 'cifnif'] },
		productos: { rows: products, key: 'idproducto', needs: ['referencia'] },
	};
	const answer = (method: string, resource: string, key: string | undefined, form: Row) => {
		if (method === 'POST' && resource === 'crearFacturaCliente') {
			return newInvoice({ customers, products, invoices }, form);
		}
		if (!Object.hasOwn(tables, resource)) throw new Refused(404, 'api-resource-not-found');
		const data = stored(tables[resource], method, key, form);
		return { ok: 'Datos guardados correctamente.', data };
	};
	const server = createServer(KEPT_OPEN, (request, response) => {
		serve(request, token, answer).then(
			(body) => send(response, 200, body),
			(error: unknown) =>
				error instanceof Refused
					? send(response, error.status, { error: error.message })
					: response.destroy(error as Error),
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		token,
		customers,
		products,
		invoices,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

async function serve(
	request: IncomingMessage,
	token: string,
	answer: (method: string, resource: string, key: string | undefined, form: Row) => unknown,
): Promise<unknown> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	if (request.headers.token !== token) throw new Refused(403, 'auth-token-invalid');
	const [api, version, resource, key] = new URL(request.url ?? '/', 'http://accounting').pathname
		.split('/')
		.slice(1);
	if (api !== 'api' || version !== '3') throw new Refused(404, 'api-version-not-found');
	if (request.headers['content-type'] !== 'application/x-www-form-urlencoded') {
		throw new Refused(400, 'form expected');
	}
	const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
	return answer(request.method ?? '', resource, key, form);
}

function stored(table: Table, method: string, key: string | undefined, form: Row): Row {
	if (method === 'PUT') {
		const row = table.rows.find((one) => one[table.key] === key);
		if (row === undefined) throw new Refused(404, 'record-not-found');
		return Object.assign(row, form, { [table.key]: row[table.key] });
	}
	if (method !== 'POST' || key !== undefined) throw new Refused(405, 'method not allowed');
	for (const name of table.needs) {
		if (!form[name]) throw new Refused(400, `El campo ${name} es obligatorio.`);
	}
	const row = { ...form, [table.key]: String(table.rows.length + 1) };
	table.rows.push(row);
	return row;
}

function newInvoice(
	{ customers, products, invoices }: Pick<AccountingStandIn, 'customers' | 'products' | 'invoices'>,
	form: Row,
): { doc: Omit<Invoice, 'lines'>; lines: InvoiceLine[] } {
	if (!customers.some(({ codcliente }) => codcliente === form.codcliente)) {
		throw new Refused(404, 'customer-not-found');
	}
	const lines = (JSON.parse(form.lineas) as InvoiceLine[]).map((line) => {
		const product = products.find(({ referencia }) => referencia === line.referencia);
		if (product === undefined) throw new Refused(404, `product ${line.referencia} not found`);
		return {
			...line,
			descripcion: product.descripcion,
			pvptotal: line.cantidad * line.pvpunitario,
		};
	});
	const doc = {
		idfactura: invoices.length + 1,
		codigo: `FAC2026A${invoices.length + 1}`,
		codcliente: form.codcliente,
		fecha: form.fecha,
		numero2: form.numero2,
		total: lines.reduce((sum, { pvptotal }) => sum + pvptotal, 0),
	};
	invoices.push({ ...doc, lines });
	return { doc, lines };
}

function send(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(JSON.stringify(body));
}
