import { trimEnd } from '../php';
import { CoreBosError } from './corebos-error';

/**
 * The address of `webservice.php` of an install.
 *
 * @param url base url of the install as people have it at hand: with or without a
 *   trailing slash, ending in `index.php` or in `webservice.php`
 * @returns the http(s) url that ends in `webservice.php`, without query and fragment
 * @throws CoreBosError `INVALID_URL` for what is not an http(s) url
 */
export function webServiceUrl(url: string): string {
	if (typeof url !== 'string') throw invalidUrl('it is missing');
	const given = url.trim();
	if (!/^https?:\/\//i.test(given) || !URL.canParse(given)) {
		throw invalidUrl(
			given === '' ? 'it is empty' : `"${withoutUserInfo(given)}" is not an http(s) address`,
		);
	}
	const parsed = new URL(given);
	if (parsed.username !== '' || parsed.password !== '') {
		throw invalidUrl('it contains a user name or a password, which do not belong in a URL');
	}
	parsed.search = '';
	parsed.hash = '';
	if (!parsed.pathname.endsWith('/webservice.php')) {
		const folder = trimEnd(parsed.pathname.replace(/\/index\.php$/, '/'), '/');
		parsed.pathname = `${folder}/webservice.php`;
	}
	return parsed.href;
}

/** A url may hold `user:password@`, which must not get into a message. */
function withoutUserInfo(url: string): string {
	const before = url.split('@', 1)[0];
	const start = before.length - (before.split(/[\s/]/).pop() ?? '').length;
	const [authority] = url.slice(start).split(/[\s/?#]/, 1);
	const userInfo = authority.slice(0, Math.max(0, authority.lastIndexOf('@')));
	if (!userInfo.includes(':')) return url;
	return `${url.slice(0, start)}***${url.slice(start + userInfo.length)}`;
}

function invalidUrl(reason: string): CoreBosError {
	return new CoreBosError({
		code: 'INVALID_URL',
		operation: '',
		reason: `The URL of the coreBOS install cannot be used: ${reason}`,
	});
}
