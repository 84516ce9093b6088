import type { IExecuteFunctions } from 'n8n-workflow';
import { checkVatNumber } from '../../engine';
import type { Environment, WsdlCache } from '../../engine';
import { n8nHttp } from '../transport/n8nHttp';

/** Milliseconds: VIES asks the member state, which takes its time. */
const TIMEOUT = 60_000;

/**
 * What `EUVATValidation` asks: the VIES service of the European Union. It has nothing to do with
 * the credentials of the node.
 *
 * @param context the node's execute context
 * @param wsdls the WSDLs of this run of the node; that of VIES is fetched once for all items
 * @returns rejects with an error that says that nothing is known about the number, and why
 */
export function vatCheckOf(
	context: IExecuteFunctions,
	wsdls: WsdlCache,
): NonNullable<Environment['vatCheck']> {
	const http = n8nHttp(context.helpers, context.getExecutionCancelSignal());
	return async (country, number) =>
		await checkVatNumber(country, number, http, { wsdls, timeout: TIMEOUT }).catch(
			(error: Error) => {
				throw new Error(
					`EUVATValidation: VIES does not say whether the number is valid: ${error.message}. Try again later: VIES and the member states are often busy`,
					{ cause: error },
				);
			},
		);
}
