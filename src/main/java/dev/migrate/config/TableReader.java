package dev.migrate.config;

import dev.migrate.problem.Place;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Asks one table of the config for its keys, an environment's table first; what nobody asked for is unknown.
 *
 * <p>Whatever is wrong goes to the {@link Reading}, and the key counts as not written, so that one pass finds all.
 */
final class TableReader {
    /**
     * One of the tables that lie upon each other.
     *
     * @param path of the table as the user writes it, empty for the file itself
     * @param shared read for some of its keys only: the others are known elsewhere
     */
    record Layer(TomlTable table, String path, boolean shared) {}

    private record Allowed(String key, String path) {}

    private final Reading reading;
    private final String path;
    private final List<Layer> layers;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<Allowed> allowed = new LinkedHashSet<>();

    private static final int LONGEST_NAME = 63;

    /** Reads the table whose name, without an environment's, is {@code path}; empty for the file itself. */
    TableReader(Reading reading, String path, List<Layer> layers) {
        this.reading = reading;
        this.path = path;
        this.layers = List.copyOf(layers);
    }

    /** A value with the place of its key. */
    private record Found(Object value, String key, Place where) {}

    Optional<String> text(String key) {
        return name(key).map(Name::text).filter(text -> !text.isEmpty());
    }

    /** A name of PostgreSQL's; a longer one it would cut, and what is looked for under it would not be found again. */
    Optional<String> identifier(String key) {
        return name(key).filter(name -> !name.text().isEmpty()).flatMap(name -> {
            int bytes = name.text().getBytes(StandardCharsets.UTF_8).length;
            if (bytes <= LONGEST_NAME && name.text().indexOf('\0') < 0) {
                return Optional.of(name.text());
            }
            reading.problem(
                    name.where().orElseThrow(),
                    bytes > LONGEST_NAME
                            ? "the name in \"" + key + "\" has " + bytes + " bytes, and PostgreSQL keeps "
                                    + LONGEST_NAME
                            : "the name in \"" + key + "\" holds a zero, which no name of PostgreSQL can",
                    "write another name");
            return Optional.empty();
        });
    }

    Optional<Template> template(String key) {
        return find(key)
                .flatMap(found -> asText(found.value(), found.key(), found.where()))
                .filter(template -> !template.text().isEmpty());
    }

    /** Text with its place. */
    Optional<Name> name(String key) {
        return find(key)
                .flatMap(found -> asText(found.value(), found.key(), found.where()))
                .flatMap(template ->
                        reading.resolve(template).map(text -> new Name(text, Optional.of(template.where()))));
    }

    /** A list of texts; empty where the key is not written. */
    Optional<List<Name>> names(String key) {
        return find(key).flatMap(this::asNames);
    }

    /** A path, never an empty one. */
    Optional<Location> location(String key) {
        return name(key).flatMap(name -> reading.locate(name, key));
    }

    Optional<List<Location>> locations(String key) {
        return names(key)
                .map(names -> names.stream()
                        .flatMap(name -> reading.locate(name, key).stream())
                        .toList());
    }

    Optional<Boolean> flag(String key) {
        return find(key).flatMap(found -> as(Boolean.class, found, "true or false"));
    }

    /** A whole number that is not negative. */
    Optional<Long> number(String key) {
        return find(key)
                .flatMap(found -> as(Long.class, found, "a whole number")
                        .filter(number ->
                                fits(number >= 0, found, "is less than nothing", "write a number from 0 on")));
    }

    /** A number of bytes: a number, or a text with a unit as PostgreSQL writes it: {@code "1 GB"}. */
    Optional<Long> bytes(String key) {
        Optional<Found> found = find(key);
        if (found.isEmpty() || found.get().value() instanceof Long) {
            return number(key);
        }
        return name(key)
                .flatMap(name -> Amounts.bytes(name.text())
                        .or(() -> refused(
                                found.get(), "is no number of bytes", "write it with a unit: \"500 MB\", \"1 GB\"")));
    }

    /** A length of time in hours, days, weeks, months or years, as an interval of PostgreSQL. */
    Optional<String> days(String key) {
        return name(key)
                .flatMap(name -> Amounts.days(name.text())
                        .or(() ->
                                refused(find(key).orElseThrow(), "is no length of time", "write it like \"30 days\"")));
    }

    private <T> Optional<T> refused(Found found, String what, String fix) {
        fits(false, found, what, fix);
        return Optional.empty();
    }

    private boolean fits(boolean good, Found found, String what, String fix) {
        if (!good) {
            reading.problem(found.where(), "\"" + found.value() + "\" " + what, fix);
        }
        return good;
    }

    Optional<Duration> duration(String key) {
        Optional<Found> found = find(key);
        if (found.isPresent() && found.get().value() instanceof Long milliseconds) {
            return parse(
                    new Name(milliseconds.toString(), Optional.of(found.get().where())), key);
        }
        return name(key).flatMap(name -> parse(name, key));
    }

    private Optional<Duration> parse(Name name, String key) {
        try {
            return Optional.of(PostgresDuration.parse(name.text()));
        } catch (IllegalArgumentException e) {
            reading.problem(
                    name.where().orElseThrow(),
                    e.getMessage(),
                    "write " + key + " as PostgreSQL does: \"5s\", \"500ms\", \"2min\", or \"0\" for no limit");
            return Optional.empty();
        }
    }

    /** One of several words. */
    <T> Optional<T> choice(String key, Map<String, T> choices) {
        return choice(key, choices, "");
    }

    /** One of several words, or {@code otherwise}, which somebody else reads. */
    <T> Optional<T> choice(String key, Map<String, T> choices, String otherwise) {
        return name(key).flatMap(name -> choose(name, key, choices, otherwise));
    }

    private <T> Optional<T> choose(Name name, String key, Map<String, T> choices, String otherwise) {
        T chosen = choices.get(name.text());
        if (chosen == null) {
            reading.problem(
                    name.where().orElseThrow(),
                    "\"" + name.text() + "\" is no value for \"" + key + "\"",
                    Reading.didYouMean(name.text(), choices.keySet()) + otherwise);
        }
        return Optional.ofNullable(chosen);
    }

    /** Whether the key holds a list: for keys that take a text or a list. */
    boolean holdsList(String key) {
        return find(key).filter(found -> found.value() instanceof TomlArray).isPresent();
    }

    /** The table of that name, and the environment's upon it; without keys where there is none. */
    TableReader table(String key) {
        return table(key, List.of());
    }

    /** The same with further layers on top. */
    TableReader table(String key, List<Layer> top) {
        known.add(key);
        List<Layer> below = new ArrayList<>(top);
        for (Layer layer : layers) {
            Object value = layer.table().get(List.of(key));
            if (value instanceof TomlTable table) {
                below.add(new Layer(table, path(layer, key), false));
            } else if (value != null) {
                wrongType(new Found(value, path(layer, key), place(layer, key)), "a table, [" + path(layer, key) + "]");
            }
        }
        return new TableReader(reading, join(path, key), below);
    }

    boolean isWritten() {
        return !layers.isEmpty();
    }

    /** A list of tables, {@code [[key]]}; the environment's list stands in place of the other. */
    List<TableReader> tables(String key) {
        Optional<Found> found = find(key);
        if (found.isEmpty()) {
            return List.of();
        }
        List<TableReader> readers = new ArrayList<>();
        if (found.get().value() instanceof TomlArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (!(array.get(i) instanceof TomlTable table)) {
                    wrongType(found.get(), "a list of tables, [[" + key + "]]");
                    return List.of();
                }
                readers.add(new TableReader(
                        reading,
                        join(path, key),
                        List.of(new Layer(table, found.get().key(), false))));
            }
        } else {
            wrongType(found.get(), "a list of tables, [[" + key + "]]");
        }
        return readers;
    }

    /** All keys, for tables whose keys are names that the user chooses. */
    List<Name> keys() {
        Set<String> seen = new LinkedHashSet<>();
        List<Name> keys = new ArrayList<>();
        for (int i = layers.size() - 1; i >= 0; i--) {
            for (String key : layers.get(i).table().keySet()) {
                if (seen.add(key)) {
                    keys.add(new Name(key, Optional.of(place(layers.get(i), key))));
                }
            }
        }
        return keys;
    }

    /** The place of the table itself, by its first key. */
    Optional<Place> place() {
        return layers.stream()
                .flatMap(layer -> layer.table().keySet().stream().limit(1).map(key -> place(layer, key)))
                .findFirst();
    }

    /** The table as written, where it is. */
    Optional<Layer> layer() {
        return layers.stream().findFirst();
    }

    boolean holds(String key) {
        return find(key).isPresent();
    }

    /** A major version of PostgreSQL, such as {@code 17}. */
    Optional<String> majorVersion(String key) {
        Optional<Name> version = name(key).filter(name -> !name.text().isEmpty());
        if (version.isPresent() && !version.get().text().matches("[1-9][0-9]")) {
            reading.problem(
                    version.get().where().orElseThrow(),
                    "\"" + version.get().text() + "\" is no major version of PostgreSQL",
                    "write " + key + " = \"17\"");
            return Optional.empty();
        }
        return version.map(Name::text);
    }

    /** Says which keys nobody asked for. */
    void done() {
        for (Layer layer : layers) {
            if (layer.shared()) {
                continue;
            }
            Set<String> fitting = new LinkedHashSet<>(known);
            allowed.stream().filter(key -> key.path().equals(layer.path())).forEach(key -> fitting.add(key.key()));
            for (String key : layer.table().keySet()) {
                if (!fitting.contains(key)) {
                    reading.unknown(key, layer.path(), place(layer, key), fitting);
                }
            }
        }
    }

    /** Somebody else asks for that key of that layer. */
    void allow(String key, Layer layer) {
        allowed.add(new Allowed(key, layer.path()));
    }

    private Optional<Found> find(String key) {
        known.add(key);
        reading.known(join(path, key));
        for (Layer layer : layers) {
            Object value = layer.table().get(List.of(key));
            if (value != null) {
                return Optional.of(new Found(value, path(layer, key), place(layer, key)));
            }
        }
        return Optional.empty();
    }

    private Optional<Template> asText(Object value, String key, Place where) {
        return as(String.class, new Found(value, key, where), "a text").map(text -> new Template(text, key, where));
    }

    private Optional<List<Name>> asNames(Found found) {
        if (!(found.value() instanceof TomlArray array)) {
            wrongType(found, "a list of texts");
            return Optional.empty();
        }
        List<Name> names = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            TomlPosition position = array.inputPositionOf(i);
            Place where = position == null ? found.where() : reading.place(position);
            asText(array.get(i), found.key(), where)
                    .flatMap(template -> reading.resolve(template).map(text -> new Name(text, Optional.of(where))))
                    .ifPresent(names::add);
        }
        return Optional.of(names);
    }

    private <T> Optional<T> as(Class<T> type, Found found, String expected) {
        if (type.isInstance(found.value())) {
            return Optional.of(type.cast(found.value()));
        }
        wrongType(found, expected);
        return Optional.empty();
    }

    private void wrongType(Found found, String expected) {
        reading.problem(
                found.where(),
                "\"" + found.key() + "\" must be " + expected + ", not " + describe(found.value()),
                remedy(found.value(), expected));
    }

    private static String remedy(Object value, String expected) {
        if (value instanceof Number && expected.equals("a text")) {
            return "write it in quotes: \"" + value + "\"";
        }
        if (value instanceof String text && expected.startsWith("a list of texts")) {
            return "write it in brackets: [\"" + text + "\"]";
        }
        return "write " + expected;
    }

    private static String describe(Object value) {
        if (value instanceof String) {
            return "a text";
        }
        if (value instanceof Number) {
            return "a number";
        }
        if (value instanceof Boolean) {
            return "true or false";
        }
        if (value instanceof TomlArray) {
            return "a list";
        }
        return value instanceof TomlTable ? "a table" : "a date or time";
    }

    private Place place(Layer layer, String key) {
        return reading.place(layer.table().inputPositionOf(List.of(key)));
    }

    private static String path(Layer layer, String key) {
        return join(layer.path(), key);
    }

    private static String join(String table, String key) {
        return table.isEmpty() ? key : table + "." + key;
    }
}
