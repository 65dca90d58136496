<?php
// Installs WordPress and makes one user of each role; prints their application passwords as JSON.
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = '127.0.0.1';
require getenv('IGNY8_WP_ROOT') . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('IGNY8 test site', 'admin', 'admin@example.org', true, '', 'admin-password');
update_option('permalink_structure', '/%postname%/');
update_option('template', 'twentytwentythree');
update_option('stylesheet', 'twentytwentythree');
update_option('timezone_string', 'Europe/Berlin');
wp_delete_post(1, true);
wp_delete_post(2, true);
$made = [];
foreach (['administrator', 'editor', 'author', 'contributor', 'subscriber'] as $role) {
    $login = $role === 'administrator' ? 'admin' : $role;
    $user = get_user_by('login', $login);
    $id = $user ? $user->ID : wp_insert_user(
        ['user_login' => $login, 'user_pass' => "$login-password", 'user_email' => "$login@example.org", 'role' => $role]
    );
    [$password] = WP_Application_Passwords::create_new_application_password($id, ['name' => 'IGNY8']);
    $made[$role] = ['login' => $login, 'password' => $password];
}
flush_rewrite_rules();
echo "\nIGNY8-INSTALLED " . wp_json_encode(['version' => get_bloginfo('version'), 'users' => $made]) . "\n";
