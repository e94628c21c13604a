/**
 * What a migration is, and how folders and files become migrations: names and versions, checksums, sections,
 * directives, scripts that undo.
 *
 * <p>Reading files belongs here; databases do not. Nothing here knows what is applied (that is {@code history}) or
 * what is to be done (that is {@code plan}), and nothing makes files (that is {@code scaffold}). Depends on {@code script}, {@code config} and {@code problem}.
 */
package dev.migrate.migration;
