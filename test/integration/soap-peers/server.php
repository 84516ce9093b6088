<?php
// A SOAP service made with PHP's own SoapServer, for the tests of the SOAP client. The path
// says which WSDL and which version: GET /document?wsdl, POST /rpc-encoded/1.2.

class Peer
{
    public function __construct(private string $style) {}

    public function echo($given)
    {
        return $this->style === 'document' ? ['echoResult' => $given->record] : $given;
    }

    /** What PHP made of the envelope, as JSON. */
    public function seen($given)
    {
        $record = $this->style === 'document' ? $given->record : $given;
        $seen = json_encode($record, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
        return $this->style === 'document' ? ['seenResult' => $seen] : $seen;
    }

    public function join($text, $times, $words)
    {
        $list = is_array($words) ? $words : (array) ($words->item ?? []);
        return str_repeat($text, $times) . ':' . implode('|', $list);
    }

    public function lengthOf($word)
    {
        return mb_strlen($word);
    }

    public function fail($given)
    {
        $why = is_object($given) ? $given->why : $given;
        throw new SoapFault('Server', "It failed: $why", 'urn:actor', (object) ['reason' => $why, 'code' => 42]);
    }
}

[$style, $version] = explode('/', trim(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH), '/')) + [1 => '1.1'];
if (!in_array($style, ['document', 'rpc-encoded', 'rpc-literal'], true)) {
    http_response_code(404);
    exit;
}
$wsdl = str_replace('ADDRESS', $_SERVER['HTTP_HOST'], file_get_contents(__DIR__ . "/$style.wsdl"));
if ($_SERVER['REQUEST_METHOD'] === 'GET') {
    header('Content-Type: text/xml; charset=utf-8');
    echo $wsdl;
    exit;
}
$server = new SoapServer('data://text/xml;base64,' . base64_encode($wsdl), [
    'cache_wsdl' => WSDL_CACHE_NONE,
    'soap_version' => $version === '1.2' ? SOAP_1_2 : SOAP_1_1,
]);
$server->setObject(new Peer($style));
$server->handle();
