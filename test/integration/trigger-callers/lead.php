<?php
// As callers of the HTTP handler are written in the field: fields put together by hand, values
// not encoded, an ampersand left at the end.
$url = $argv[1] . '?record_id=0&workflow_id=43';
$fields = array(
	'firstname' => 'Mary',
	'lastname' => 'Smith',
	'street' => 'Main street 123',
);
$fieldsString = '';
foreach ($fields as $key => $value) {
	$fieldsString .= $key . '=' . $value . '&';
}
$channel = curl_init();
curl_setopt($channel, CURLOPT_URL, $url);
curl_setopt($channel, CURLOPT_POST, count($fields));
curl_setopt($channel, CURLOPT_POSTFIELDS, $fieldsString);
curl_setopt($channel, CURLOPT_RETURNTRANSFER, true);
curl_exec($channel);
echo curl_getinfo($channel, CURLINFO_RESPONSE_CODE);
