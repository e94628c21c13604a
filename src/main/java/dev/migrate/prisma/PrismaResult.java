package dev.migrate.prisma;

import java.util.List;

/**
 * What the comparison came to.
 *
 * @param tables how many tables of the Prisma schema were looked for
 * @param notes what a reader has to know, above all what Prisma has no words for; sentences without a full stop
 */
public record PrismaResult(int tables, List<PrismaDifference> differences, List<String> notes) {
    public PrismaResult {
        differences = List.copyOf(differences);
        notes = List.copyOf(notes);
    }
}
