<?php
// Runs a snippet from standard input as the administrator, with WordPress loaded; for the tests' own set-up.
$_SERVER['HTTP_HOST'] = parse_url(getenv('IGNY8_WP_URL'), PHP_URL_HOST);
require getenv('IGNY8_WP_ROOT') . '/wp-load.php';
wp_set_current_user(1);
$answer = (function () {
    return eval(stream_get_contents(STDIN));
})();
echo "\nIGNY8-ANSWER " . wp_json_encode($answer) . "\n";
