<?php
// An array as the fields makes PHP's cURL send multipart.
$channel = curl_init($argv[1] . '?record_id=11x852&workflow_id=77');
curl_setopt($channel, CURLOPT_POSTFIELDS, array(
	'line[0][product]' => 'Ñandú & Co',
	'line[0][quantity]' => '2',
	'photo' => new CURLStringFile("\x89PNG\r\n\x1a\n--", 'a b.png', 'image/png'),
	'papers[0]' => new CURLStringFile('one', 'one.txt', 'text/plain'),
));
curl_setopt($channel, CURLOPT_RETURNTRANSFER, true);
curl_exec($channel);
echo curl_getinfo($channel, CURLINFO_RESPONSE_CODE);
