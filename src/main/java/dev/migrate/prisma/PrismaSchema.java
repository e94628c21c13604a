package dev.migrate.prisma;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Prisma schema as it is written, in one file or in several.
 *
 * @param name of the file or folder, as the user names it
 * @param types composite types, which PostgreSQL's connector does not have
 */
public record PrismaSchema(
        String name,
        List<PrismaBlock> datasources,
        List<PrismaBlock> generators,
        List<PrismaModel> models,
        List<PrismaEnum> enums,
        List<PrismaModel> types) {
    private static final Pattern SCHEMA_PARAMETER = Pattern.compile("[?&]schema=([^&]+)");

    public PrismaSchema {
        datasources = List.copyOf(datasources);
        generators = List.copyOf(generators);
        models = List.copyOf(models);
        enums = List.copyOf(enums);
        types = List.copyOf(types);
    }

    /** The same and more, from another file. */
    PrismaSchema and(PrismaSchema other) {
        return new PrismaSchema(
                name,
                joined(datasources, other.datasources),
                joined(generators, other.generators),
                joined(models, other.models),
                joined(enums, other.enums),
                joined(types, other.types));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    Optional<PrismaModel> model(String model) {
        return models.stream()
                .filter(candidate -> candidate.name().equals(model))
                .findFirst();
    }

    Optional<PrismaEnum> enumeration(String type) {
        return enums.stream().filter(candidate -> candidate.name().equals(type)).findFirst();
    }

    /** Whether the client looks after relations, and the database has no foreign keys. */
    boolean withoutForeignKeys() {
        return datasources.stream()
                .flatMap(block -> block.word("relationMode").or(() -> block.word("referentialIntegrity")).stream())
                .anyMatch("prisma"::equals);
    }

    /** The schema of what says no {@code @@schema}: Prisma's own rule, where the URL names none. */
    String defaultSchema() {
        return datasources.stream()
                .flatMap(block -> block.word("url").stream())
                .map(SCHEMA_PARAMETER::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElse("public");
    }

    /** The schema in the database in which it is. */
    String schemaOf(Attributed thing) {
        return thing.attribute("schema")
                .flatMap(attribute -> attribute.first("map"))
                .flatMap(PrismaValue::word)
                .orElse(defaultSchema());
    }

    /** The schemas that it covers: those of the datasource, else those that are used, else the default one. */
    public Set<String> schemas() {
        var all = new TreeSet<String>();
        datasources.forEach(block -> all.addAll(block.words("schemas")));
        if (all.isEmpty()) {
            all.add(defaultSchema());
        }
        models.forEach(model -> all.add(schemaOf(model)));
        enums.forEach(type -> all.add(schemaOf(type)));
        return all;
    }
}
