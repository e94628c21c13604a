/**
 * The command line: one thin class a command, options in, one call, one renderer out.
 *
 * <p>Decides nothing that a script could not be told by another door: rules belong below, drawing to {@code report}.
 */
package dev.migrate.cli;
