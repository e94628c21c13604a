package dev.migrate.script;

/**
 * A backslash command of psql.
 *
 * @param start offset in bytes of its backslash
 * @param end offset in bytes behind its last byte that is not white space
 * @param line line of its backslash, from 1
 * @param column column of its backslash in code points, from 1
 * @param name without the backslash: {@code restrict}; empty where nothing follows the backslash
 * @param text the command with its arguments, from the backslash on; no more than the first 1 MiB
 */
public record MetaCommand(long start, long end, int line, int column, String name, String text) implements Item {}
