package dev.migrate.script;

/**
 * A comment, seen where the lexer sees one: not in literals, dollar quotes, COPY rows or arguments of a backslash
 * command.
 *
 * @param start offset in bytes of its first byte
 * @param end offset in bytes behind its last byte; a line end is not part of it
 * @param line line of its first byte, from 1
 * @param column column of its first byte in code points, from 1
 * @param block whether it is a block comment, not one that goes to the end of its line
 * @param startsLine whether nothing but white space stands before it on its line
 * @param text the whole comment with its signs, malformed bytes replaced; no more than the first 1 MiB
 */
public record Comment(long start, long end, int line, int column, boolean block, boolean startsLine, String text) {}
