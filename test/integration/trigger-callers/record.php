<?php
// A workflow on a record, with no variables at all.
$channel = curl_init($argv[1] . '?record_id=852&workflow_id=77');
curl_setopt($channel, CURLOPT_POST, true);
curl_setopt($channel, CURLOPT_POSTFIELDS, '');
curl_setopt($channel, CURLOPT_RETURNTRANSFER, true);
curl_exec($channel);
echo curl_getinfo($channel, CURLINFO_RESPONSE_CODE);
