<?php
// What PHP itself makes of a request: its variables and files, as JSON.
$files = [];
foreach ($_FILES as $field => $file) {
    $names = (array) $file['name'];
    foreach ($names as $key => $name) {
        $at = fn (string $what) => is_array($file[$what]) ? $file[$what][$key] : $file[$what];
        if ($at('error') === UPLOAD_ERR_NO_FILE) {
            continue;
        }
        $files[] = [
            'field' => is_array($file['name']) ? "{$field}[" . (array_is_list($names) ? '' : $key) . ']' : $field,
            'fileName' => $name,
            'contentType' => $at('type'),
            'content' => base64_encode(file_get_contents($at('tmp_name'))),
        ];
    }
}
header('Content-Type: application/json');
echo json_encode(['get' => (object) $_GET, 'post' => (object) $_POST, 'files' => $files], JSON_THROW_ON_ERROR);
