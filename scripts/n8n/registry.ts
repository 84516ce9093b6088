import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

interface Manifest {
	name: string;
	version: string;
}

/** A stand-in of an npm registry that has one package. */
export interface RegistryStandIn {
	/** Without a trailing slash. */
	url: string;
	close(): Promise<void>;
}

/**
 * Starts a registry on 127.0.0.1.
 *
 * @param tarballs versions of one package, the newest last
 */
export async function startRegistry(tarballs: string[]): Promise<RegistryStandIn> {
	let url = '';
	const files = tarballs.map((file) => {
		const bytes = readFileSync(file);
		return { bytes, manifest: manifestOf(file), integrity: integrityOf(bytes) };
	});
	const { name, version: latest } = files[files.length - 1].manifest;
	const versionDocument = ({ manifest, integrity }: (typeof files)[number]) => ({
		...manifest,
		dist: { integrity, tarball: `${url}/${name}/-/${name}-${manifest.version}.tgz` },
	});
	const server = createServer((request, response) => {
		const path = decodeURIComponent(request.url ?? '');
		const file = files.find(({ manifest }) => path.endsWith(`-${manifest.version}.tgz`));
		if (file) return response.end(file.bytes);
		if (path !== `/${name}`) {
			response.statusCode = 404;
			return response.end('{"error":"not found"}');
		}
		const versions = files.map((one) => [one.manifest.version, versionDocument(one)]);
		response.setHeader('content-type', 'application/json');
		const body = { name, 'dist-tags': { latest }, versions: Object.fromEntries(versions) };
		return response.end(JSON.stringify(body));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		url,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/**
 * The same package with another version.
 *
 * @param tarball the package
 * @param version its version in the copy
 * @param folder where the copy is put
 * @returns path of the copy
 */
export function withVersion(tarball: string, version: string, folder: string): string {
	const unpacked = join(folder, version);
	mkdirSync(unpacked);
	execFileSync('tar', ['-xzf', tarball, '-C', unpacked]);
	const file = join(unpacked, 'package', 'package.json');
	const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
	writeFileSync(file, JSON.stringify({ ...manifest, version }, null, 2));
	const copy = join(folder, `${manifest.name}-${version}.tgz`);
	execFileSync('tar', ['-czf', copy, '-C', unpacked, 'package']);
	return copy;
}

function manifestOf(tarball: string): Manifest {
	const text = execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], {
		encoding: 'utf8',
	});
	return JSON.parse(text) as Manifest;
}

function integrityOf(bytes: Buffer): string {
	return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}

/**
 * Environment in which n8n's own installer uses a registry stand-in. n8n lets only a license
 * change the registry, so the `npm` that it finds first replaces the address; nothing else of
 * n8n is changed, and nothing is asked outside.
 *
 * @param registry the stand-in
 * @param folder an empty folder for this `npm`
 * @param path the PATH that n8n would have
 * @param npm the npm that it calls in turn; default that of this machine
 */
export function installerEnvironment(
	registry: RegistryStandIn,
	folder: string,
	path: string,
	npm = execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim(),
): Record<string, string> {
	writeFileSync(
		join(folder, 'npm'),
		`#!/bin/sh
for argument do
	shift
	case $argument in --registry=*) argument=--registry=${registry.url} ;; esac
	set -- "$@" "$argument"
done
exec '${npm}' "$@"
`,
		{ mode: 0o755 },
	);
	const nobody = 'http://127.0.0.1:9';
	return {
		PATH: `${folder}:${path}`,
		npm_config_registry: registry.url,
		HTTP_PROXY: nobody,
		HTTPS_PROXY: nobody,
		NO_PROXY: '127.0.0.1,localhost',
	};
}
