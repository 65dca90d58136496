<?php
/**
 * Plugin Name: IGNY8 Companion
 * Description: Lets IGNY8 set SEO titles, descriptions and structured data, and find its posts again.
 * Version: 1.0.0
 * Requires at least: 5.6
 * Requires PHP: 7.4
 * License: MIT
 */

defined('ABSPATH') || exit;

/** The SEO plug-in that is active: yoast, rank_math, seopress, aioseo, or an empty string. */
function igny8_seo_plugin(): string
{
    $marks = ['yoast' => 'WPSEO_VERSION', 'rank_math' => 'RANK_MATH_VERSION', 'seopress' => 'SEOPRESS_VERSION', 'aioseo' => 'AIOSEO_VERSION'];
    return (string) array_key_first(array_filter($marks, 'defined'));
}

/** All post meta that IGNY8 may write, those of the SEO plug-ins included. */
function igny8_meta_keys(): array
{
    return [
        '_igny8_key', '_igny8_title', '_igny8_description', '_igny8_keyphrase', '_igny8_json_ld',
        '_yoast_wpseo_title', '_yoast_wpseo_metadesc', '_yoast_wpseo_focuskw',
        'rank_math_title', 'rank_math_description', 'rank_math_focus_keyword',
        '_seopress_titles_title', '_seopress_titles_desc', '_seopress_analysis_target_kw',
    ];
}

add_action('init', function () {
    $may_edit = fn($allowed, $key, $post_id) => current_user_can('edit_post', $post_id);
    foreach (['post', 'page'] as $type) {
        foreach (igny8_meta_keys() as $key) {
            $args = ['type' => 'string', 'single' => true, 'show_in_rest' => true, 'auth_callback' => $may_edit];
            register_post_meta($type, $key, $args);
        }
    }
}, 20);

add_action('rest_api_init', function () {
    $may = fn() => current_user_can('edit_posts');
    register_rest_route('igny8/v1', '/info', ['methods' => 'GET', 'permission_callback' => $may, 'callback' => fn() => [
        'version' => '1.0.0', 'seo_plugin' => igny8_seo_plugin(),
    ]]);
    // Straight from the table: neither a search plug-in nor a query cache may hide a post from the look-up.
    register_rest_route('igny8/v1', '/posts', ['methods' => 'GET', 'permission_callback' => $may, 'callback' => function ($request) {
        global $wpdb;
        return array_map('intval', $wpdb->get_col($wpdb->prepare(
            "SELECT DISTINCT p.ID FROM $wpdb->posts p LEFT JOIN $wpdb->postmeta m ON m.post_id = p.ID AND m.meta_key = '_igny8_key'
             WHERE p.post_type IN ('post', 'page') AND p.post_status NOT IN ('trash', 'auto-draft')
             AND (m.meta_value = %s OR p.post_content LIKE %s) ORDER BY p.ID",
            $request['key'],
            '%' . $wpdb->esc_like('<!-- igny8:' . $request['key'] . ' -->') . '%'
        )));
    }, 'args' => ['key' => ['required' => true, 'type' => 'string', 'pattern' => '^[0-9a-f]{16,64}$']]]);
});

/** What to say of the post on this page: only where no SEO plug-in speaks for it. */
function igny8_meta(string $name): string
{
    return is_singular(['post', 'page']) ? (string) get_post_meta(get_queried_object_id(), "_igny8_$name", true) : '';
}

add_filter('pre_get_document_title', fn($title) => igny8_seo_plugin() ? $title : (esc_html(igny8_meta('title')) ?: $title), 20);
add_filter('aioseo_title', fn($title) => igny8_meta('title') ?: $title);
add_filter('aioseo_description', fn($text) => igny8_meta('description') ?: $text);

add_action('wp_head', function () {
    $data = json_decode(igny8_meta('json_ld'));
    if (igny8_seo_plugin() !== '') {
        return;
    }
    if (igny8_meta('description') !== '') {
        printf("<meta name=\"description\" content=\"%s\">\n", esc_attr(igny8_meta('description')));
    }
    if ($data !== null) { // re-encoded, so that no value can close the script element
        $json = wp_json_encode($data, JSON_HEX_TAG | JSON_HEX_AMP | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
        echo "<script type=\"application/ld+json\">$json</script>\n";
    }
}, 2);
