/**
 * A Prisma schema, and how a database differs from it: files in, a {@link dev.migrate.prisma.PrismaSchema}; that and a
 * {@link dev.migrate.catalog.Catalog} in, differences out.
 *
 * <p>Only what Prisma has words for is compared. What a check makes of a difference is decided in {@code verify}.
 */
package dev.migrate.prisma;
