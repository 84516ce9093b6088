<?php
// Reads lines of {wsdl, operation, args, version} and answers each with {envelope} or {error}: what
// PHP's own SOAP client would send. With {answer}, an envelope, it answers {value} instead: what PHP
// reads of it; of a fault {fault}.
error_reporting(0);
ini_set('serialize_precision', '-1');

class Recorder extends SoapClient
{
	public ?string $sent = null;
	public string $answer = '';

	public function __doRequest($request, $location, $action, $version, $oneWay = false): ?string
	{
		$this->sent = $request;
		return $this->answer;
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
		$client->answer = $call->answer ?? '';
		try {
			$value = $client->__soapCall($call->operation, $call->args);
			if ($client->answer !== '') {
				echo json_encode(['value' => $value], JSON_THROW_ON_ERROR), "\n";
				continue;
			}
		} catch (SoapFault $fault) {
			if ($client->answer !== '' && $client->sent !== null) {
				$told = ['code' => $fault->faultcode, 'string' => $fault->getMessage()];
				echo json_encode(['fault' => $told + ['detail' => $fault->detail ?? null]]), "\n";
				continue;
			}
			if ($client->sent === null) {
				throw $fault;
			}
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
