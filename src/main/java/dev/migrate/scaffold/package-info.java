/**
 * Making the file of a new migration: what it is called, in the style of the project's others and behind all of them,
 * where it goes, what it holds, and that two runs at once never take the same name.
 *
 * <p>Writes files and opens no connection. What the names and files that are there mean is asked of {@code migration};
 * which of them are applied matters to no new one, so that neither {@code history} nor {@code plan} is used.
 */
package dev.migrate.scaffold;
