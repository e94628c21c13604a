/**
 * SQL text in, statements out: where each one begins and ends, and what its first words say about it.
 *
 * <p>Sees a script exactly as PostgreSQL's lexer and psql see it, byte by byte, in constant memory and in one pass:
 * statements, the rows behind a {@code COPY … FROM stdin}, psql's backslash commands, comments.
 *
 * <p>Not here: what a statement means beyond its words (that is observed on a server, never parsed), what the
 * comments of a migration say ({@code migration}), and how anything is run ({@code engine}). Depends on no other room
 * and opens no file: it is given a stream.
 */
package dev.migrate.script;
