/** Named entities of HTML 4 for Latin-1, from 160 on. */
const LATIN =
	'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'.split(
		' ',
	);
const OTHERS: Record<string, string> = {
	'&': 'amp',
	'<': 'lt',
	'>': 'gt',
	'"': 'quot',
	"'": '#039',
	'€': 'euro',
	'–': 'ndash',
	'—': 'mdash',
	'‘': 'lsquo',
	'’': 'rsquo',
	'“': 'ldquo',
	'”': 'rdquo',
	'…': 'hellip',
	'•': 'bull',
};

/** What PHP's `htmlentities` makes of a text, with both kinds of quotes. */
export function htmlEncoded(text: string): string {
	return text.replace(/[&<>"'\u0080-\uffff]/g, (sign) => {
		const name = OTHERS[sign] ?? LATIN[sign.charCodeAt(0) - 160];
		return name === undefined ? sign : `&${name};`;
	});
}
