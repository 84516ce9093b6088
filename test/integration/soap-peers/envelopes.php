<?php
// Reads lines of {wsdl, operation, args, version} and answers each with {envelope} or {error}: what
// PHP's own SOAP client would send.
error_reporting(0);
ini_set('serialize_precision', '-1');

class Recorder extends SoapClient
{
	public ?string $sent = null;

	public function __doRequest($request, $location, $action, $version, $oneWay = false): ?string
	{
		$this->sent = $request;
		return '';
	}
}

$clients = [];
while (($line = fgets(STDIN)) !== false) {
	$call = json_decode($line);
	try {
		$version = $call->version === '1.2' ? SOAP_1_2 : SOAP_1_1;
		$client = $clients[$call->wsdl . $version] ??= new Recorder($call->wsdl, [
			'cache_wsdl' => WSDL_CACHE_NONE,
			'soap_version' => $version,
		]);
		$client->sent = null;
		try {
			$client->__soapCall($call->operation, $call->args);
		} catch (Throwable $error) {
			// The empty answer is an error, but the envelope is there.
			if ($client->sent === null) {
				throw $error;
			}
		}
		echo json_encode(['envelope' => $client->sent]), "\n";
	} catch (Throwable $error) {
		echo json_encode(['error' => $error->getMessage()]), "\n";
	}
}
