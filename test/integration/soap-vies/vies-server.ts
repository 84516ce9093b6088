import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { KEPT_OPEN } from '../../kept-open';

/** A stand-in for VIES, the VAT service of the European Commission. */
export interface ViesServer {
	/** host:port */
	address: string;
	wsdlUrl: string;
	/** `GET` for the WSDL, else the VAT number that was asked for. */
	asked: string[];
	close(): Promise<void>;
}

const TYPES = 'urn:ec.europa.eu:taxud:vies:services:checkVat:types';

/** The number that is valid here, in Spain. */
export const VALID = 'B12345678';

/**
 * Starts it: it serves a WSDL of the shape of the real one, knows one valid number, and
 * answers an unknown country with the fault INVALID_INPUT.
 */
export async function startVies(): Promise<ViesServer> {
	const wsdl = readFileSync(join(__dirname, 'checkVatService.wsdl'), 'utf8');
	const vies: ViesServer = { address: '', wsdlUrl: '', asked: [], close };
	const server = createServer(KEPT_OPEN, async (request, response) => {
		if (request.method === 'GET') {
			vies.asked.push('GET');
			const isThere = request.url === '/taxation_customs/vies/checkVatService.wsdl';
			response.writeHead(isThere ? 200 : 404, { 'content-type': 'text/xml;charset=UTF-8' });
			response.end(isThere ? wsdl.replace('ADDRESS', vies.address) : '');
			return;
		}
		let envelope = '';
		for await (const chunk of request) envelope += String(chunk);
		const country = valueOf(envelope, 'countryCode');
		const number = valueOf(envelope, 'vatNumber');
		vies.asked.push(`${country}${number}`);
		const isCountry = /^[A-Z]{2}$/.test(country);
		response.writeHead(isCountry ? 200 : 500, { 'content-type': 'text/xml;charset=UTF-8' });
		response.end(isCountry ? answer(country, number) : fault('INVALID_INPUT'));
	});
	async function close(): Promise<void> {
		await new Promise<void>((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		});
	}
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	vies.address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	vies.wsdlUrl = `http://${vies.address}/taxation_customs/vies/checkVatService.wsdl`;
	return vies;
}

function valueOf(envelope: string, name: string): string {
	const namespaced = envelope.includes(TYPES);
	const match = new RegExp(`<(?:\\w+:)?${name}>([^<]*)<`).exec(envelope);
	return namespaced && match !== null ? match[1] : '';
}

function answer(country: string, number: string): string {
	const isValid = country === 'ES' && number === VALID;
	return enveloped(
		`<ns2:checkVatResponse xmlns:ns2="${TYPES}"><ns2:countryCode>${country}</ns2:countryCode><ns2:vatNumber>${number}</ns2:vatNumber><ns2:requestDate>2026-01-31+01:00</ns2:requestDate><ns2:valid>${isValid}</ns2:valid><ns2:name>${isValid ? 'Ñandú &amp; Co' : '---'}</ns2:name><ns2:address>${isValid ? 'Calle 1\n08001 Barcelona' : '---'}</ns2:address></ns2:checkVatResponse>`,
	);
}

function fault(reason: string): string {
	return enveloped(
		`<env:Fault><faultcode>env:Server</faultcode><faultstring>${reason}</faultstring></env:Fault>`,
	);
}

function enveloped(content: string): string {
	return `<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header/><env:Body>${content}</env:Body></env:Envelope>`;
}
