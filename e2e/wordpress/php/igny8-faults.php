<?php
/*
 * Plugin Name: IGNY8 test faults
 * Description: Counts REST requests and makes chosen ones fail before or after their work is done.
 *
 * faults.json is a list of {"method", "route" (regular expression), "when": "before" or "after", "status",
 * "sleep" (seconds), "headers", "html", "times", "skip"}; a fault is used up after `times` requests.
 */
function igny8_faults_take(string $when, string $method, string $route): ?array
{
    $handle = @fopen(getenv('IGNY8_WP_RUN') . '/faults.json', 'c+');
    if (!$handle || !flock($handle, LOCK_EX)) {
        return null;
    }
    $faults = json_decode(stream_get_contents($handle), true) ?: [];
    $taken = null;
    foreach ($faults as $i => $fault) {
        $fits = ($fault['when'] ?? 'before') === $when && preg_match('#' . $fault['route'] . '#', $route)
            && in_array($fault['method'] ?? $method, [$method], true) && ($fault['times'] ?? 1) > 0;
        if (!$fits) {
            continue;
        }
        if (($fault['skip'] ?? 0) > 0) {
            $faults[$i]['skip']--;
            continue;
        }
        $faults[$i]['times'] = ($fault['times'] ?? 1) - 1;
        $taken = $fault;
        break;
    }
    rewind($handle);
    ftruncate($handle, 0);
    fwrite($handle, json_encode($faults));
    flock($handle, LOCK_UN);
    return $taken;
}

function igny8_faults_answer(array $fault): ?WP_REST_Response
{
    usleep((int) (1e6 * ($fault['sleep'] ?? 0)));
    if (empty($fault['status'])) {
        return null;
    }
    $code = $fault['code'] ?? 'igny8_fault';
    $answer = new WP_REST_Response(['code' => $code, 'message' => 'A fault for the tests.'], $fault['status']);
    $answer->set_headers($fault['headers'] ?? []);
    return $answer;
}

// As early as a firewall or a web server would act: HTML instead of JSON, or no Authorization header.
$igny8_early = igny8_faults_take('early', $_SERVER['REQUEST_METHOD'] ?? 'GET', $_SERVER['REQUEST_URI'] ?? '');
if ($igny8_early && !empty($igny8_early['strip_authorization'])) {
    unset($_SERVER['PHP_AUTH_USER'], $_SERVER['PHP_AUTH_PW'], $_SERVER['HTTP_AUTHORIZATION']);
} elseif ($igny8_early) {
    http_response_code($igny8_early['status']);
    header('Content-Type: text/html');
    exit($igny8_early['html'] ?? '<html><body>Blocked</body></html>');
}

add_filter('rest_pre_dispatch', function ($result, $server, WP_REST_Request $request) {
    $seen = ['method' => $request->get_method(), 'route' => $request->get_route(), 'at' => microtime(true)];
    $line = json_encode($seen + ['query' => $request->get_query_params()]) . "\n";
    file_put_contents(getenv('IGNY8_WP_RUN') . '/requests.jsonl', $line, FILE_APPEND | LOCK_EX);
    $fault = igny8_faults_take('before', $request->get_method(), $request->get_route());
    return $fault ? (igny8_faults_answer($fault) ?? $result) : $result;
}, 10, 3);

add_filter('rest_post_dispatch', function ($response, $server, WP_REST_Request $request) {
    $fault = igny8_faults_take('after', $request->get_method(), $request->get_route());
    return $fault ? (igny8_faults_answer($fault) ?? $response) : $response;
}, 10, 3);
