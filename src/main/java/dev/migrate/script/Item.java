package dev.migrate.script;

/** One thing that psql would act on: a statement, the rows of a COPY, or a backslash command. */
public sealed interface Item permits Statement, CopyData, MetaCommand {
    /** Offset in bytes of its first byte in the file. */
    long start();

    /** Offset in bytes behind its last byte; the semicolon is not part of a statement, the {@code \.} not of the rows. */
    long end();

    /** Line of its first byte, from 1. */
    int line();

    /** Column of its first byte in code points, from 1. */
    int column();
}
