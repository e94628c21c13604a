package dev.migrate.prisma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.migrate.config.Location;
import dev.migrate.prisma.PrismaField.Arity;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrismaParserTest {
    private static PrismaSchema parse(String text) {
        return PrismaParser.parse("a.prisma", text);
    }

    @Test
    void all_blocks_are_read() {
        PrismaSchema schema = parse("""
                // a comment
                /// one for the documentation
                generator client {
                  provider        = "prisma-client-js"
                  previewFeatures = ["views", "multiSchema"] // behind it
                }
                /* and a block
                   of lines */
                datasource db {
                  provider     = "postgresql"
                  url          = env("DATABASE_URL")
                  schemas      = ["public", "auth"]
                  relationMode = "foreignKeys"
                  extensions   = [citext, vector(map: "vector", schema: "ext", version: "0.8"), ]
                }
                model User {
                  id Int @id
                }
                view Totals {
                  sum Decimal
                }
                type Photo {
                  width Int
                }
                enum Role {
                  USER  /// the many
                  ADMIN @map("admin")

                  @@map("roles")
                  @@schema("auth")
                }
                """);

        assertThat(schema.generators().get(0).words("previewFeatures")).containsExactly("views", "multiSchema");
        assertThat(schema.datasources().get(0).word("provider")).hasValue("postgresql");
        assertThat(schema.schemas()).containsExactly("auth", "public");
        assertThat(schema.withoutForeignKeys()).isFalse();
        assertThat(schema.models()).extracting(PrismaModel::name).containsExactly("User", "Totals");
        assertThat(schema.models()).extracting(PrismaModel::view).containsExactly(false, true);
        assertThat(schema.types()).extracting(PrismaModel::name).containsExactly("Photo");
        PrismaEnum role = schema.enums().get(0);
        assertThat(role.labels()).containsExactly("USER", "admin");
        assertThat(role.mapped()).isEqualTo("roles");
        assertThat(schema.schemaOf(role)).isEqualTo("auth");
    }

    @Test
    void fields_have_types_arities_and_attributes() {
        List<PrismaField> fields = parse("""
                model T {
                  a String?          @db.VarChar(40) @map("A")
                  b Int[]            @default([1, -2])
                  c Unsupported("tsvector")?
                  d String           @default("a \\"b\\" \\\\ \\n \\u00e9 // no comment")
                  e Other            @relation(
                    "name",          // over lines
                    fields: [a, b],
                    references: [x, y],
                    onDelete: Cascade
                  )
                }
                """).models().get(0).fields();

        assertThat(fields)
                .extracting(PrismaField::arity)
                .containsExactly(Arity.OPTIONAL, Arity.LIST, Arity.OPTIONAL, Arity.REQUIRED, Arity.REQUIRED);
        assertThat(fields.get(0).mapped()).isEqualTo("A");
        assertThat(fields.get(0).nativeType().map(NativeType::printed)).hasValue("character varying(40)");
        assertThat(fields.get(1).attribute("default").orElseThrow().list("value", true))
                .containsExactly(new PrismaValue.Numeral("1"), new PrismaValue.Numeral("-2"));
        assertThat(fields.get(2).unsupported()).isTrue();
        assertThat(fields.get(2).type()).isEqualTo("tsvector");
        assertThat(fields.get(3).attribute("default").orElseThrow().first("value"))
                .hasValue(new PrismaValue.Text("a \"b\" \\ \n é // no comment"));
        PrismaAttribute relation = fields.get(4).attribute("relation").orElseThrow();
        assertThat(relation.first("name").flatMap(PrismaValue::word)).hasValue("name");
        assertThat(relation.list("references", false)).hasSize(2);
        assertThat(relation.named("onDelete")).hasValue(new PrismaValue.Name("Cascade"));
        assertThat(relation.where()).hasToString("a.prisma:6:22");
    }

    @Test
    void attributes_of_a_model_have_calls_in_lists() {
        PrismaModel model = parse("""
                model T {
                  a Int
                  b Json
                  @@id([a, b], name: "both", map: "k")
                  @@index([a(sort: Desc), b(ops: raw("jsonb_path_ops"))], type: Gin, map: "g",)
                  @@index([a], where: { b: { not: null }, a: true })
                }
                """).models().get(0);

        assertThat(model.attributes()).extracting(PrismaAttribute::name).containsExactly("id", "index", "index");
        List<DeclaredIndex> indexes = new Declaration(
                        parse("").and(new PrismaSchema("", List.of(), List.of(), List.of(model), List.of(), List.of())))
                .tables()
                .get(0)
                .indexes();
        assertThat(indexes)
                .extracting(DeclaredIndex::toString)
                .containsExactly(
                        "primary key (a, b)", "index (a DESC, b jsonb_path_ops) using gin", "partial index (a)");
        assertThat(indexes).extracting(DeclaredIndex::name).containsExactly("k", "g", "T_a_idx");
    }

    @Test
    void windows_line_ends_a_byte_order_mark_and_no_last_line_end_change_nothing() {
        PrismaSchema schema = parse("\uFEFFmodel T {\r\n  id Int @id\r\n  é Int // x\r\n}");

        assertThat(schema.models().get(0).fields().get(1).where()).hasToString("a.prisma:3:3");
        assertThat(parse("\uFEFFmodel T {}").models().get(0).where()).hasToString("a.prisma:1:7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model T {                   | 1:10 | here stands a field",
                "model {}                    | 1:7  | here stands a name, not {",
                "modle T {}                  | 1:1  | modle begins nothing that a Prisma schema has",
                "model T { id }              | 1:11 | the field id has no type",
                "model T {\\n id\\n b Int\\n} | 2:2 | the field id has no type",
                "model T { id Int b Int }    | 1:18 | b stands behind another member of the block",
                "model T { id Int @id( }     | 1:23 | here stands a value, not }",
                "model T { id Int @id(a b) } | 1:24 | behind an argument stands",
                "model T { id Int @ }        | 1:20 | here stands an attribute, not }",
                "model T { id Int[]? }       | 1:19 | a list cannot be optional",
                "model T { id Int[ }         | 1:19 | behind [ stands ], not }",
                "model T { id Unsupported(x) } | 1:26 | in Unsupported(…) stands a string, not x",
                "datasource db { a b }       | 1:19 | behind the property a stands =, not b",
                "model T { a String @x(\"b   | 1:23 | this string has no end",
                "model T { a String @x(\"\\\\q\") } | 1:24 | \\q is no escape",
                "model T { a String @x(\"\\\\u12\") } | 1:24 | behind \\u stand four",
                "model T { a Int @x(1.) }    | 1:20 | 1. is no number",
                "model T { a Int @x(-) }     | 1:20 | - is no number",
                "model T { 😀 Int }          | 1:11 | a Prisma schema has no 😀",
                "/* never                    | 1:1  | this comment has no end"
            })
    void what_is_not_written_as_prisma_wants_it_is_told_with_its_place(String text, String place, String message) {
        String written = text.replace("\\n", "\n").replace("\\\\", "\\");

        var failure = catchThrowableOfType(MigrationFailure.class, () -> parse(written));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(failure).hasMessageStartingWith("a.prisma:" + place + ": " + message);
    }

    @Test
    void names_that_mean_nothing_are_told_all_together() {
        List<Problem> problems = Coherence.problems(parse("""
                datasource db {
                  provider = "mysql"
                }
                model T {
                  id   Int @id
                  name Strng
                  c    String @db.VarCar(3)
                  u    User @relation(fields: [nam], references: [id], onDelete: Cascad)
                  id   Int
                  @@index([nothing])
                }
                model User {
                  key Int @id
                }
                enum User {
                  A
                }
                """));

        assertThat(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")))
                .isEqualTo("""
                a.prisma:1:12: the provider is mysql, not postgresql
                  fix: take [prisma] out of migrate.toml: this schema is of another database
                a.prisma:15:6: User stands in a.prisma:12:7 already
                  fix: give one of them another name
                a.prisma:6:3: the field name is of type Strng, which is nowhere
                  fix: did you mean String?
                a.prisma:7:15: Prisma has no native type @db.VarCar for PostgreSQL
                  fix: did you mean @db.VarChar?
                a.prisma:8:13: T has no field nam
                  fix: did you mean name?
                a.prisma:8:13: User has no field id
                  fix: name one of its fields
                a.prisma:8:13: onDelete cannot be Cascad
                  fix: write one of Cascade, Restrict, NoAction, SetNull, SetDefault
                a.prisma:9:3: id stands in a.prisma:5:3 already
                  fix: give one of them another name
                a.prisma:10:3: T has no field nothing
                  fix: name one of its fields""");
    }

    @Test
    void a_folder_is_read_with_the_folders_in_it(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("schema/models"));
        Files.writeString(folder.resolve("schema/base.prisma"), "enum E {\n A\n}");
        Files.writeString(folder.resolve("schema/models/t.prisma"), "model T {\n id Int @id\n e E\n}");
        Files.writeString(folder.resolve("schema/README.md"), "no schema");

        PrismaSchema schema = PrismaFiles.read(Location.in(folder, "schema"));

        assertThat(schema.models().get(0).where()).hasToString("schema/models/t.prisma:1:7");
        assertThat(schema.enums()).hasSize(1);
    }

    @Test
    void files_that_cannot_be_read_are_told_all_together(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("s/empty"));
        Files.writeString(folder.resolve("s/a.prisma"), "modle T {}");
        Files.write(folder.resolve("s/b.prisma"), "model é {}".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> PrismaFiles.read(Location.in(folder, "s")))
                .hasMessageContaining("s/a.prisma:1:1: modle begins nothing")
                .hasMessageContaining("s/b.prisma: is not in UTF-8");
        assertThatThrownBy(() -> PrismaFiles.read(Location.in(folder, "s/empty")))
                .hasMessageContaining("there is no .prisma file in s/empty");
        assertThatThrownBy(() -> PrismaFiles.read(Location.in(folder, "gone.prisma")))
                .hasMessageContaining("there is no Prisma schema gone.prisma");
    }

    /** A string comes out as it was put in, whatever it holds, and where it ends the next token begins. */
    @Property(tries = 300)
    void every_text_can_stand_in_a_string(@ForAll String text) {
        var escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            escaped.append(
                    c == '"' || c == '\\' ? "\\" + c : c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }

        List<Token> tokens = Lexer.tokens("a.prisma", "\"" + escaped + "\"]");

        assertThat(tokens).extracting(Token::text).containsExactly(text, "]", "");
    }

    @Provide
    Arbitrary<String> brokenSchemas() {
        Arbitrary<String> pieces = Arbitraries.of(
                "model",
                "enum",
                " T ",
                "{",
                "}",
                "(",
                ")",
                "[",
                "]",
                "@",
                "@@",
                "id",
                " Int",
                "?",
                ",",
                ":",
                "=",
                "\n",
                "\"",
                "\\",
                "//",
                "/*",
                "*/",
                "1",
                "-",
                ".",
                "Unsupported",
                "é",
                "😀");
        return Combinators.combine(pieces.list().ofMaxSize(30), Arbitraries.of("", "model T {\n id Int @id"))
                .as((list, start) -> start + String.join("", list));
    }

    /** It ends, and either with a schema or with a problem that has a place. */
    @Property(tries = 1000)
    void nothing_breaks_the_parser(@ForAll("brokenSchemas") String text) {
        try {
            parse(text);
        } catch (MigrationFailure failure) {
            assertThat(failure.problems().get(0).where().orElseThrow().line()).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "CREATE INDEX i ON public.t USING btree (a, \"b c\" DESC NULLS LAST) | a, b c DESC",
                "CREATE UNIQUE INDEX \" USING (\" ON public.t USING btree (a) INCLUDE (b) NULLS NOT DISTINCT | a",
                "CREATE INDEX i ON ONLY public.t USING gist (a public.gist_trgm_ops (siglen='32'), b) | a gist_trgm_ops, b",
                "CREATE INDEX i ON public.t USING btree (a COLLATE \"C\" text_pattern_ops) | a text_pattern_ops",
                "CREATE INDEX i ON public.t USING btree (a, lower(b)) | none",
                "CREATE INDEX i ON public.t USING btree (((a || ') , '::text)), b) | none"
            })
    void indexes_are_taken_apart_as_the_server_prints_them(String definition, String columns) {
        assertThat(IndexText.of(definition).columns().stream()
                        .map(IndexColumn::toString)
                        .collect(Collectors.joining(", ")))
                .isEqualTo(columns == null ? "" : columns);
    }
}
