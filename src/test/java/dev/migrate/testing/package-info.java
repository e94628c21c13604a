/** What tests stand on: a real server for the run, a database for each test, a project in a folder. */
package dev.migrate.testing;
