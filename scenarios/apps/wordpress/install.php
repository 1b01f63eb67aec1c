<?php
// SPDX-License-Identifier: Apache-2.0
// What /wp-admin/install.php does when its form is filled in, once the database server answers.
mysqli_report(MYSQLI_REPORT_OFF);
for ($tries = 0; ($database = @new mysqli('127.0.0.1', 'root'))->connect_errno !== 0; $tries++) {
    if ($tries === 1000) {
        fwrite(STDERR, "the database server does not answer\n");
        exit(1);
    }
    usleep(10000);
}
$database->query('CREATE DATABASE wordpress');
$database->close();

$_SERVER['HTTP_HOST'] = '127.0.0.1';
define('WP_INSTALLING', true);
// Instead of the mail to the one who installs.
function wp_new_blog_notification() {}
require '/usr/share/wordpress/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Lupine', 'lupine', 'lupine@example.org', true, '', 'twenty applications');
