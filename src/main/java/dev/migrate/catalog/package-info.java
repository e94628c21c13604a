/**
 * The structure of one database at one moment, as a value: read from the system catalogs, compared, and written as SQL
 * that makes it again.
 */
package dev.migrate.catalog;
