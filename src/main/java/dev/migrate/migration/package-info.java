/**
 * What a migration is, and how folders and files become migrations: names and versions, checksums, sections,
 * directives, scripts that undo; and how a new one is called and made.
 *
 * <p>Reading files belongs here, and making new ones; databases do not. Nothing here knows what is applied (that is {@code history}) or
 * what is to be done (that is {@code plan}). Depends on {@code script}, {@code config} and {@code problem}.
 */
package dev.migrate.migration;
