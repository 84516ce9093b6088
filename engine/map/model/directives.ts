import type { MapConfig, OrgfieldKind } from './types';

/** A property of the configuration that is one directive with text in it. */
export type TextDirective = Exclude<keyof MapConfig, 'headers' | 'layout' | 'headersLayout'>;

/** The directives of `wsconfig`, in the order the manual has them. */
export const DIRECTIVES: ReadonlyArray<readonly [element: string, property: TextDirective]> = [
	['wsurl', 'url'],
	['wshttpmethod', 'method'],
	['methodname', 'methodName'],
	['wsresponsetime', 'responseTime'],
	['wsuser', 'user'],
	['wspass', 'password'],
	['wsproxyhost', 'proxyHost'],
	['wsproxyport', 'proxyPort'],
	['wstype', 'webServiceType'],
	['inputtype', 'inputType'],
	['outputtype', 'outputType'],
	['certtype', 'certificateType'],
	['cert', 'certificate'],
	['certinsecure', 'certificateInsecure'],
];

/** The `OrgfieldID` of each kind of source. Everything else reads the stored value. */
export const SOURCE_IDS: Readonly<Record<OrgfieldKind, string>> = {
	constant: 'CONST',
	field: 'FIELD',
	template: 'TEMPLATE',
	expression: 'EXPRESSION',
	rule: 'RULE',
	stored: '',
};

/** The kind of source an `OrgfieldID` means, in any letter case. */
export function kindOfSource(id: string): OrgfieldKind {
	switch (id.toUpperCase()) {
		case 'CONST':
			return 'constant';
		case 'FIELD':
			return 'field';
		case 'TEMPLATE':
			return 'template';
		case 'EXPRESSION':
			return 'expression';
		case 'RULE':
			return 'rule';
		default:
			return 'stored';
	}
}
