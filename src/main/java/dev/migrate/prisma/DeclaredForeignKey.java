package dev.migrate.prisma;

import dev.migrate.problem.Place;

/**
 * A foreign key as a model has it.
 *
 * @param updateWritten whether {@code onUpdate} is written, not just Prisma's default
 */
record DeclaredForeignKey(ForeignKey key, boolean updateWritten, Place where) {}
