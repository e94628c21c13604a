package dev.migrate.prisma;

import dev.migrate.prisma.PrismaValue.Argument;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Reads one file of a Prisma schema. No library for the JVM does.
 *
 * @see <a href="https://www.prisma.io/docs/orm/reference/prisma-schema-reference">Prisma schema reference</a>
 */
public final class PrismaParser {
    private final String file;
    private final List<Token> tokens;
    private int at;

    private final List<PrismaBlock> datasources = new ArrayList<>();
    private final List<PrismaBlock> generators = new ArrayList<>();
    private final List<PrismaModel> models = new ArrayList<>();
    private final List<PrismaEnum> enums = new ArrayList<>();
    private final List<PrismaModel> types = new ArrayList<>();

    private PrismaParser(String file, List<Token> tokens) {
        this.file = file;
        this.tokens = tokens;
    }

    /**
     * What a file says; whether its names fit together is looked at later.
     *
     * @param file as the user names it, for messages
     * @throws MigrationFailure exit code 2, with line and column, for what is not written as Prisma wants it
     */
    public static PrismaSchema parse(String file, String text) {
        var parser = new PrismaParser(file, Lexer.tokens(file, text));
        while (parser.peek().kind() != Token.Kind.END) {
            parser.block();
        }
        return new PrismaSchema(file, parser.datasources, parser.generators, parser.models, parser.enums, parser.types);
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        Token token = peek();
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    private boolean skip(String mark) {
        boolean there = peek().is(mark);
        if (there) {
            next();
        }
        return there;
    }

    private void expect(String mark, String behind) {
        if (!peek().is(mark)) {
            throw refused(peek(), behind + " stands " + mark + ", not " + peek(), "write " + mark);
        }
        next();
    }

    private Token name(String what) {
        if (!peek().isName()) {
            throw refused(peek(), "here stands " + what + ", not " + peek(), "write " + what);
        }
        return next();
    }

    private MigrationFailure refused(Token token, String what, String fix) {
        return new MigrationFailure(ExitCode.USAGE, Problem.at(place(token), what, fix));
    }

    private Place place(Token token) {
        return token.at(file);
    }

    private void block() {
        Token keyword = name("datasource, generator, model, view, enum or type");
        switch (keyword.text()) {
            case "datasource" -> datasources.add(settings());
            case "generator" -> generators.add(settings());
            case "model" -> models.add(model(false));
            case "view" -> models.add(model(true));
            case "type" -> types.add(model(false));
            case "enum" -> enums.add(enumeration());
            default ->
                throw refused(
                        keyword,
                        keyword.text() + " begins nothing that a Prisma schema has",
                        "write datasource, generator, model, view, enum or type");
        }
    }

    private PrismaBlock settings() {
        Token name = name("a name");
        expect("{", "behind the name");
        var properties = new LinkedHashMap<String, PrismaValue>();
        while (!skip("}")) {
            Token key = name("a property or }");
            expect("=", "behind the property " + key.text());
            properties.put(key.text(), value());
        }
        return new PrismaBlock(name.text(), properties, place(name));
    }

    private PrismaModel model(boolean view) {
        Token name = name("a name");
        expect("{", "behind the name");
        var fields = new ArrayList<PrismaField>();
        var attributes = new ArrayList<PrismaAttribute>();
        while (!skip("}")) {
            if (peek().is("@@")) {
                attributes.add(attribute());
            } else {
                fields.add(field());
            }
        }
        return new PrismaModel(view, name.text(), fields, attributes, place(name));
    }

    private PrismaField field() {
        Token name = onNewLine(name("a field, @@ or }"));
        Token type = peek();
        if (!type.isName() || type.line() != name.line()) {
            throw refused(
                    name,
                    "the field " + name.text() + " has no type",
                    "write one behind it, as in " + name.text() + " String?");
        }
        next();
        String typeName = type.text();
        boolean unsupported = typeName.equals("Unsupported") && peek().is("(");
        if (unsupported) {
            next();
            Token inner = next();
            if (inner.kind() != Token.Kind.STRING) {
                throw refused(inner, "in Unsupported(…) stands a string, not " + inner, "write Unsupported(\"type\")");
            }
            typeName = inner.text();
            expect(")", "behind the type");
        }
        return new PrismaField(name.text(), typeName, unsupported, arity(), attributes(), place(name));
    }

    private PrismaField.Arity arity() {
        if (skip("?")) {
            return PrismaField.Arity.OPTIONAL;
        }
        if (skip("[")) {
            expect("]", "behind [");
            if (peek().is("?")) {
                throw refused(peek(), "a list cannot be optional", "take the ? out: an empty list stands for nothing");
            }
            return PrismaField.Arity.LIST;
        }
        return PrismaField.Arity.REQUIRED;
    }

    /** Two members of a block on one line are a slip, such as a type of two words. */
    private Token onNewLine(Token name) {
        Token before = tokens.get(at - 2); // name was just taken
        if (before.line() == name.line() && !before.is("{")) {
            throw refused(name, name.text() + " stands behind another member of the block", "begin a new line");
        }
        return name;
    }

    private PrismaEnum enumeration() {
        Token name = name("a name");
        expect("{", "behind the name");
        var values = new ArrayList<PrismaEnum.Value>();
        var attributes = new ArrayList<PrismaAttribute>();
        while (!skip("}")) {
            if (peek().is("@@")) {
                attributes.add(attribute());
            } else {
                Token value = onNewLine(name("a value, @@ or }"));
                values.add(new PrismaEnum.Value(value.text(), attributes(), place(value)));
            }
        }
        return new PrismaEnum(name.text(), values, attributes, place(name));
    }

    private List<PrismaAttribute> attributes() {
        var attributes = new ArrayList<PrismaAttribute>();
        while (peek().is("@")) {
            attributes.add(attribute());
        }
        return attributes;
    }

    private PrismaAttribute attribute() {
        Token mark = next();
        String name = path("an attribute");
        return new PrismaAttribute(name, skip("(") ? arguments(")") : List.of(), place(mark));
    }

    private String path(String what) {
        var path = new StringBuilder(name(what).text());
        while (skip(".")) {
            path.append('.').append(name(what).text());
        }
        return path.toString();
    }

    /** Up to the mark that closes them; a comma behind the last is allowed. */
    private List<Argument> arguments(String closing) {
        var arguments = new ArrayList<Argument>();
        while (!skip(closing)) {
            boolean named = peek().isName() && tokens.get(at + 1).is(":");
            Optional<String> name = named ? Optional.of(next().text()) : Optional.empty();
            if (named) {
                next();
            }
            arguments.add(new Argument(name, value()));
            if (!peek().is(closing)) {
                expect(",", "behind an argument");
            }
        }
        return arguments;
    }

    private PrismaValue value() {
        Token token = peek();
        switch (token.kind()) {
            case STRING -> {
                next();
                return new PrismaValue.Text(token.text());
            }
            case NUMBER -> {
                next();
                return new PrismaValue.Numeral(token.text());
            }
            case NAME -> {
                String name = path("a name");
                return skip("(") ? new PrismaValue.Call(name, arguments(")")) : new PrismaValue.Name(name);
            }
            default -> {
                if (skip("[")) {
                    return values();
                }
                if (skip("{")) {
                    return new PrismaValue.Fields(arguments("}"));
                }
                throw refused(token, "here stands a value, not " + token, "write a string, a number, a name or a list");
            }
        }
    }

    private PrismaValue values() {
        var elements = new ArrayList<PrismaValue>();
        while (!skip("]")) {
            elements.add(value());
            if (!peek().is("]")) {
                expect(",", "behind an element");
            }
        }
        return new PrismaValue.Values(elements);
    }
}
