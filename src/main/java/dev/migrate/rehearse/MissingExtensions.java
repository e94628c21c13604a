package dev.migrate.rehearse;

import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.engine.ScriptFailure;
import dev.migrate.migration.UpScript;
import dev.migrate.problem.Place;
import dev.migrate.script.Statement;
import dev.migrate.script.Tokens;
import dev.migrate.script.Tokens.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a scratch server cannot run for want of an extension, and what runs in its place.
 *
 * <p>A statement is only given up where the server's own words, or for a few errors those of the statement, name something
 * of an extension that is not there or only stood in for. Everything else that fails fails in earnest.
 */
final class MissingExtensions {
    private static final Pattern NOT_AVAILABLE = Pattern.compile("extension \"([^\"]+)\" is not available");

    private static final Pattern NO_VERSION =
            Pattern.compile("extension \"([^\"]+)\" has no (installation script|update path).*");

    private static final Pattern OPTION = Pattern.compile("unrecognized parameter \"(lists|m|ef_construction)\"");

    /** Something is not there: only what the message names counts, for the statement may name much more. */
    private static final String[] NAMED_IN_MESSAGE = {
        "42883", // undefined_function, and operators
        "42704", // undefined_object
        "42P01", // undefined_table
        "42703", // undefined_column
        "3F000", // invalid_schema_name
        "42725", // ambiguous_function
        "42804", // datatype_mismatch
        "42846", // cannot_coerce
        "22P02" // invalid_text_representation
    };

    /** Something cannot be done, and the message seldom says with what. */
    private static final String[] NAMED_IN_STATEMENT = {
        "0A000", // feature_not_supported
        "22023", // invalid_parameter_value
        "42809", // wrong_object_type
        "42P13", // invalid_function_definition
        "42P17", // invalid_object_definition
        "54000", // program_limit_exceeded
        "58P01", // undefined_file
        "XX000" // internal_error
    };

    /** How many words of a statement that was given up can be the name of what it would have made. */
    private static final int LEADING = 10;

    private static final int DEPTH = 3;

    private static final int SHOWN = 70;

    private final ExtensionNames names;
    private final Set<String> notAvailable = new HashSet<>();
    private final List<Adaptation> adaptations = new ArrayList<>();
    /** What statements that were given up would have made, and for want of which extension. */
    private final Map<String, String> notMade = new HashMap<>();

    MissingExtensions(Session session) {
        this.names = new ExtensionNames(session);
    }

    List<Adaptation> adaptations() {
        return adaptations;
    }

    private record Decision(String extension, Edit edit) {}

    /**
     * What to run in place of the statement that failed; empty where it failed in earnest.
     *
     * @param earlier what ran in its place already
     */
    Optional<Edit> adapt(UpScript script, Statement statement, ScriptFailure failure, Optional<Edit> earlier) {
        ServerError error = failure.error();
        boolean mayBe = error.is(NAMED_IN_MESSAGE) || error.is(NAMED_IN_STATEMENT) || earlier.isPresent();
        if (!mayBe || failure.partly() || earlier.filter(Edit.SKIP::equals).isPresent()) {
            return Optional.empty();
        }
        names.concerned(EditedScript.extensionsIn(script.script()));
        Optional<Decision> decision = decide(statement, error, earlier);
        decision.ifPresent(made -> {
            var where = new Place(script.file(), statement.line(), statement.column());
            adaptations.removeIf(before -> before.where().equals(where));
            adaptations.add(new Adaptation(
                    where,
                    failure.statement(),
                    words(statement),
                    made.extension(),
                    made.edit().kind(),
                    error));
            if (made.edit().equals(Edit.SKIP)) {
                leadingNames(statement).forEach(name -> notMade.put(name, made.extension()));
            }
        });
        return decision.map(Decision::edit);
    }

    private Optional<Decision> decide(Statement statement, ServerError error, Optional<Edit> earlier) {
        Matcher absent = NOT_AVAILABLE.matcher(error.message());
        if (absent.find()) {
            notAvailable.add(absent.group(1));
            return Optional.of(new Decision(absent.group(1), Edit.SKIP));
        }
        Matcher version = NO_VERSION.matcher(error.message());
        if (version.find()) {
            Optional<Edit> edit = earlier.isPresent() ? Optional.empty() : Edit.withoutVersion(statement);
            return Optional.of(new Decision(version.group(1), edit.orElse(Edit.SKIP)));
        }
        return indexOptions(statement, error, earlier)
                .or(() -> named(statement, error).map(extension -> new Decision(extension, Edit.SKIP)));
    }

    private Optional<Decision> indexOptions(Statement statement, ServerError error, Optional<Edit> earlier) {
        boolean recorded = earlier.filter(edit -> edit.joined() > 1).isPresent();
        if (recorded) {
            // Without the rights of a superuser the options cannot be written into the catalog.
            return accessMethod(statement)
                    .flatMap(method -> Edit.withoutIndexOptions(statement, method, false)
                            .map(edit -> new Decision(extensionOf(method), edit)));
        }
        if (earlier.isPresent() || !OPTION.matcher(error.message()).find()) {
            return Optional.empty();
        }
        Optional<Decision> edited = accessMethod(statement)
                .flatMap(method -> Edit.withoutIndexOptions(statement, method, true)
                        .map(edit -> new Decision(extensionOf(method), edit)));
        boolean alters = statement.summary().startsWith("ALTER INDEX");
        return alters ? Optional.of(new Decision("vector", Edit.SKIP)) : edited;
    }

    private String extensionOf(String accessMethod) {
        return names.standIn(Set.of(accessMethod)).orElse(accessMethod);
    }

    /** The access method of an index, where a stand-in has made it. */
    private Optional<String> accessMethod(Statement statement) {
        List<Token> tokens = Tokens.of(statement.text());
        for (int i = 1; i < tokens.size(); i++) {
            if (tokens.get(i - 1).is("using") && tokens.get(i).isName()) {
                String method = tokens.get(i).text();
                return names.standIn(Set.of(method)).map(extension -> method);
            }
        }
        return Optional.empty();
    }

    private Optional<String> named(Statement statement, ServerError error) {
        if (error.is(NAMED_IN_MESSAGE)) {
            Set<String> said = names(error.message(), 0);
            // The message does not say whose column it is.
            Optional<String> standIn = error.is("42703") ? Optional.empty() : names.standIn(said);
            return standIn.or(() -> names.missing(said, notAvailable))
                    .or(() -> said.stream()
                            .filter(notMade::containsKey)
                            .map(notMade::get)
                            .findFirst());
        }
        if (error.is(NAMED_IN_STATEMENT)) {
            Set<String> written = names(statement.text(), 0);
            return names.standIn(written).or(() -> names.missing(written, notAvailable));
        }
        return Optional.empty();
    }

    /** All that could be a name, in texts within the text as well: the body of a function is one. */
    private static Set<String> names(String text, int depth) {
        var found = new HashSet<String>();
        for (Token token : Tokens.of(text)) {
            if (token.isName()) {
                found.add(token.text());
                if (token.kind() == Tokens.Kind.QUOTED) {
                    // The server puts quotes around whole names: relation "cron.job".
                    found.addAll(List.of(token.text().split("\\.", -1)));
                }
            } else if (token.kind() == Tokens.Kind.STRING && depth < DEPTH) {
                found.addAll(names(token.text(), depth + 1));
            }
        }
        return found;
    }

    /** What a {@code CREATE} would have made stands among its first words, and a column behind {@code ADD}. */
    private static Set<String> leadingNames(Statement statement) {
        var leading = new HashSet<String>();
        List<Token> tokens = Tokens.of(statement.text());
        for (int i = 1; i + 1 < tokens.size() && tokens.get(0).is("alter"); i++) {
            if (tokens.get(i).is("add")
                    || tokens.get(i).is("column")
                    || tokens.get(i).is("exists")) {
                leading.add(tokens.get(i + 1).text());
            }
        }
        leading.removeAll(Set.of("column", "if", "constraint"));
        if (tokens.isEmpty() || !tokens.get(0).is("create")) {
            return leading;
        }
        for (Token token : tokens.subList(0, Math.min(LEADING, tokens.size()))) {
            if (token.isSymbol("(") || token.is("on") || token.is("as") || token.is("using")) {
                break;
            }
            if (token.isName() && !KEYWORDS.contains(token.text())) {
                leading.add(token.text());
            }
        }
        return leading;
    }

    private static final Set<String> KEYWORDS = Set.of(
            "create",
            "or",
            "replace",
            "if",
            "not",
            "exists",
            "table",
            "view",
            "materialized",
            "function",
            "procedure",
            "index",
            "unique",
            "concurrently",
            "extension",
            "type",
            "trigger",
            "policy",
            "schema",
            "server",
            "foreign",
            "data",
            "wrapper",
            "with",
            "public",
            "extensions",
            "temporary",
            "temp",
            "unlogged",
            "aggregate",
            "operator",
            "event",
            "before",
            "after",
            "for",
            "handler",
            "validator",
            "version",
            "cascade");

    private static String words(Statement statement) {
        String line = statement.text().strip().replaceAll("\\s+", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN).strip() + " …";
    }
}
