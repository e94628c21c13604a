package dev.migrate.prisma;

import static dev.migrate.prisma.PrismaCase.the;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys, indexes and relations on a database that is as the Prisma schema says, and on one that is not. */
@SuppressWarnings("StringConcatToTextBlock") // a case is a few lines, not twenty
final class PrismaKeyTest {
    @RegisterExtension
    private static final PrismaDatabase DATABASE = new PrismaDatabase();

    private static final String LONG = "a_table_with_a_name_that_is_rather_long_for_postgres";

    static Stream<PrismaCase> keys() {
        return Stream.of(
                the(
                        "a key of two columns",
                        "model T {\n a Int\n b Int @map(\"B\")\n @@id([a, b])\n}",
                        "create table \"T\" (a int, \"B\" int, primary key (a, \"B\"))"),
                the(
                        "the columns of the key are others",
                        "model T {\n a Int\n b Int\n @@id([a, b])\n}",
                        "create table \"T\" (a int, b int not null, primary key (a))",
                        "constraint T_pkey on public.T: primary key (a, b) | primary key (a)"),
                the(
                        "there is no key",
                        "model T {\n a Int @id\n}",
                        "create table \"T\" (a int not null)",
                        "constraint T_pkey on public.T: primary key (a) | absent"),
                the(
                        "the key has another name",
                        "model T {\n a Int @id\n}",
                        "create table \"T\" (a int constraint k primary key)",
                        "NAME constraint k on public.T: T_pkey | k"),
                the(
                        "the key has the name that map says",
                        "model T {\n a Int @id(map: \"k\")\n}",
                        "create table \"T\" (a int constraint k primary key)"),
                the(
                        "@unique is met by a constraint",
                        "model T {\n a Int @id\n b Int? @unique\n}",
                        "create table \"T\" (a int primary key, b int unique)"),
                the(
                        "@unique is met by an index",
                        "model T {\n a Int @id\n b Int? @unique\n}",
                        "create table \"T\" (a int primary key, b int); create unique index \"T_b_key\" on \"T\" (b)"),
                the(
                        "@unique is met by a deferrable constraint",
                        "model T {\n a Int @id\n b Int? @unique\n}",
                        "create table \"T\" (a int primary key, b int unique deferrable)"),
                the(
                        "a deferrable key that the model lacks is nothing that it could say",
                        "model T {\n a Int @id\n b Int?\n}",
                        "create table \"T\" (a int primary key, b int unique deferrable)"),
                the(
                        "@unique is not met by a partial index",
                        "model T {\n a Int @id\n b Int? @unique\n}",
                        "create table \"T\" (a int primary key, b int);"
                                + "create unique index \"p\" on \"T\" (b) where b > 0",
                        "index T_b_key on public.T: unique key (b) | absent"),
                the(
                        "@unique is not met by an index that is not unique",
                        "model T {\n a Int @id\n b Int? @unique\n}",
                        "create table \"T\" (a int primary key, b int); create index \"T_b_key\" on \"T\" (b)",
                        "index T_b_key on public.T: unique key (b) | index (b)"),
                the(
                        "a unique key that the model lacks",
                        "model T {\n a Int @id\n b Int?\n}",
                        "create table \"T\" (a int primary key, b int unique)",
                        "index T_b_key on public.T: absent | unique key (b)"),
                the(
                        "an index as it is",
                        "model T {\n a Int @id\n b Int?\n c Int?\n @@index([b, c(sort: Desc)])\n}",
                        "create table \"T\" (a int primary key, b int, c int);"
                                + "create index \"T_b_c_idx\" on \"T\" (b, c desc)"),
                the(
                        "an index in another order",
                        "model T {\n a Int @id\n b Int?\n c Int?\n @@index([b, c(sort: Desc)])\n}",
                        "create table \"T\" (a int primary key, b int, c int); create index \"T_b_c_idx\" on \"T\" (b, c)",
                        "index T_b_c_idx on public.T: index (b, c DESC) | index (b, c)"),
                the(
                        "an index on the columns turned round",
                        "model T {\n a Int @id\n b Int?\n c Int?\n @@index([b, c])\n}",
                        "create table \"T\" (a int primary key, b int, c int); create index \"T_b_c_idx\" on \"T\" (c, b)",
                        "index T_b_c_idx on public.T: index (b, c) | index (c, b)"),
                the(
                        "an index that is not there",
                        "model T {\n a Int @id\n b Int?\n @@index([b])\n}",
                        "create table \"T\" (a int primary key, b int)",
                        "index T_b_idx on public.T: index (b) | absent"),
                the(
                        "an index that the model lacks",
                        "model T {\n a Int @id\n b Int?\n}",
                        "create table \"T\" (a int primary key, b int); create index on \"T\" (b) include (a)",
                        "index T_b_a_idx on public.T: absent | index (b)"),
                the(
                        "indexes that no model could have",
                        "model T {\n a Int @id\n b String?\n}",
                        "create table \"T\" (a int primary key, b text); create index on \"T\" (lower(b));"
                                + "create index on \"T\" (b) where a > 1; create index on \"T\" ((b || 'x'), a);"
                                + "alter table \"T\" add exclude using gist (int4range(a, a + 1) with &&)"),
                the(
                        "an index with another name",
                        "model T {\n a Int @id\n b Int?\n @@index([b])\n}",
                        "create table \"T\" (a int primary key, b int); create index \"by b\" on \"T\" (b)",
                        "NAME index by b on public.T: T_b_idx | by b"),
                the(
                        "a method and an operator class",
                        "model T {\n a Int @id\n b Json?\n @@index([b(ops: JsonbPathOps)], type: Gin, map: \"g\")\n}",
                        "create table \"T\" (a int primary key, b jsonb);"
                                + "create index g on \"T\" using gin (b jsonb_path_ops)"),
                the(
                        "an operator class that is the default",
                        "model T {\n a Int @id\n b Json?\n @@index([b(ops: JsonbOps)], type: Gin, map: \"g\")\n}",
                        "create table \"T\" (a int primary key, b jsonb); create index g on \"T\" using gin (b)"),
                the(
                        "another operator class",
                        "model T {\n a Int @id\n b Json?\n @@index([b(ops: raw(\"jsonb_path_ops\"))], type: Gin, map: \"g\")\n}",
                        "create table \"T\" (a int primary key, b jsonb); create index g on \"T\" using gin (b)",
                        "index g on public.T: index (b jsonb_path_ops) using gin | index (b) using gin"),
                the(
                        "another method",
                        "model T {\n a Int @id\n b Int?\n @@index([b], type: Hash)\n}",
                        "create table \"T\" (a int primary key, b int); create index \"T_b_idx\" on \"T\" (b)",
                        "index T_b_idx on public.T: index (b) using hash | index (b)"),
                the(
                        "two models of an index, one of them with a name",
                        "model T {\n a Int @id\n b Int?\n @@index([b])\n @@index([b], map: \"second\")\n}",
                        "create table \"T\" (a int primary key, b int); create index second on \"T\" (b);"
                                + "create index \"T_b_idx\" on \"T\" (b)"),
                the(
                        "a long name is cut before its ending",
                        "model " + LONG + " {\n a Int @id\n second_column Int?\n @@index([a, second_column])\n}",
                        "create table " + LONG + " (a int primary key, second_column int); create index "
                                + "a_table_with_a_name_that_is_rather_long_for_postgres_a_seco_idx on " + LONG
                                + " (a, second_column)"),
                the(
                        "columns and names with odd characters",
                        "model T {\n a Int @id\n b Int? @map(\"b, (\\\"x\\\")\")\n @@index([b], map: \"i using (\")\n}",
                        "create table \"T\" (a int primary key, \"b, (\"\"x\"\")\" int);"
                                + "create index \"i using (\" on \"T\" (\"b, (\"\"x\"\")\")"),
                the(
                        "a partial index that the schema has",
                        "model T {\n a Int @id\n b Int?\n @@index([b], where: raw(\"b > 1\"))\n}",
                        "create table \"T\" (a int primary key, b int);"
                                + "create index \"T_b_idx\" on \"T\" (b) where b > 1"),
                the(
                        "a partial index that the schema has, and the database not",
                        "model T {\n a Int @id\n b Int?\n @@index([b], where: raw(\"b > 1\"))\n}",
                        "create table \"T\" (a int primary key, b int); create index \"T_b_idx\" on \"T\" (b)",
                        "index T_b_idx on public.T: partial index (b) | index (b)"));
    }

    private static PrismaCase relation(String name, String relation, String references, String... differences) {
        return relationOf(name, "P", "Int", relation, references, differences);
    }

    private static PrismaCase relationOf(
            String name, String type, String field, String relation, String references, String... differences) {
        return the(
                name,
                "model P {\n id Int @id\n ts T[]\n}\nmodel T {\n id Int @id\n p " + field + "\n to " + type
                        + " @relation(fields: [p], references: [id]" + relation + ")\n}",
                "create table \"P\" (id int primary key); create table \"T\" (id int primary key, p int"
                        + (field.equals("Int") ? " not null" : "") + " constraint \"T_p_fkey\" " + references + ")",
                differences);
    }

    private static String key(String expected, String actual) {
        return "constraint T_p_fkey on public.T: " + expected + " | " + actual;
    }

    static Stream<PrismaCase> relations() {
        String same = "references \"P\" on delete restrict on update cascade";
        return Stream.of(
                relation("a required relation restricts", "", same),
                relation(
                        "a required relation that cascades",
                        "",
                        "references \"P\" on delete cascade on update cascade",
                        key("ON DELETE RESTRICT ON UPDATE CASCADE", "ON DELETE CASCADE ON UPDATE CASCADE")),
                relationOf(
                        "an optional relation sets null",
                        "P?",
                        "Int?",
                        "",
                        "references \"P\" on delete set null on update cascade"),
                relationOf(
                        "an optional relation that restricts",
                        "P?",
                        "Int?",
                        "",
                        same,
                        key("ON DELETE SET NULL ON UPDATE CASCADE", "ON DELETE RESTRICT ON UPDATE CASCADE")),
                relation("an action that is written", ", onDelete: Cascade", "references \"P\" on delete cascade"),
                relation(
                        "an action that is written otherwise",
                        ", onDelete: Cascade",
                        "references \"P\" on update cascade",
                        key("ON DELETE CASCADE ON UPDATE CASCADE", "ON DELETE NO ACTION ON UPDATE CASCADE")),
                relation(
                        "no action",
                        ", onDelete: NoAction, onUpdate: NoAction",
                        "references \"P\" deferrable initially deferred"),
                relation(
                        "an update that is written otherwise",
                        ", onDelete: Restrict, onUpdate: Cascade",
                        "references \"P\" on delete restrict",
                        key("ON DELETE RESTRICT ON UPDATE CASCADE", "ON DELETE RESTRICT ON UPDATE NO ACTION")),
                relation(
                        "an update that nobody wrote",
                        "",
                        "references \"P\" on delete restrict on update set null",
                        key("ON DELETE RESTRICT ON UPDATE CASCADE", "ON DELETE RESTRICT ON UPDATE SET NULL")),
                relation("another name", ", map: \"k\"", same, "NAME constraint T_p_fkey on public.T: k | T_p_fkey"),
                the(
                        "a relation without a foreign key",
                        "model P {\n id Int @id\n ts T[]\n}\nmodel T {\n id Int @id\n p Int\n"
                                + " to P @relation(fields: [p], references: [id])\n}",
                        "create table \"P\" (id int primary key); create table \"T\" (id int primary key, p int not null)",
                        key("foreign key (p) to public.P(id)", "absent")),
                the(
                        "a foreign key without a relation",
                        "model P {\n id Int @id\n}\nmodel T {\n id Int @id\n p Int\n}",
                        "create table \"P\" (id int primary key);"
                                + "create table \"T\" (id int primary key, p int not null references \"P\")",
                        key("absent", "foreign key (p) to public.P(id)")),
                the(
                        "a foreign key to another table",
                        "model P {\n id Int @id\n ts T[]\n}\nmodel Q {\n id Int @id\n}\nmodel T {\n id Int @id\n p Int\n"
                                + " to P @relation(fields: [p], references: [id], onDelete: NoAction)\n}",
                        "create table \"P\" (id int primary key); create table \"Q\" (id int primary key);"
                                + "create table \"T\" (id int primary key, p int not null references \"Q\")",
                        key("foreign key (p) to public.P(id)", "foreign key (p) to public.Q(id)")),
                the(
                        "foreign keys of two columns, written in another order",
                        "model P {\n a Int\n b Int\n ts T[]\n @@id([a, b])\n}\nmodel T {\n id Int @id\n x Int\n y Int\n"
                                + " to P @relation(fields: [y, x], references: [b, a], onDelete: Cascade, map: \"k\")\n}",
                        "create table \"P\" (a int, b int, primary key (a, b)); create table \"T\" (id int primary key,"
                                + " x int not null, y int not null, constraint k foreign key (x, y) references \"P\" on delete cascade)"),
                the(
                        "relations that the client looks after need no keys",
                        "datasource db {\n provider = \"postgresql\"\n relationMode = \"prisma\"\n}\n"
                                + "model P {\n id Int @id\n ts T[]\n}\nmodel T {\n id Int @id\n p Int\n"
                                + " to P @relation(fields: [p], references: [id])\n}",
                        "create table \"P\" (id int primary key); create table \"T\" (id int primary key, p int not null)"),
                the(
                        "relations that the client looks after, and a key all the same",
                        "datasource db {\n provider = \"postgresql\"\n relationMode = \"prisma\"\n}\n"
                                + "model P {\n id Int @id\n ts T[]\n}\nmodel T {\n id Int @id\n p Int\n"
                                + " to P @relation(fields: [p], references: [id])\n}",
                        "create table \"P\" (id int primary key);"
                                + "create table \"T\" (id int primary key, p int not null references \"P\")",
                        key("absent", "foreign key (p) to public.P(id)")));
    }

    private static final String POSTS =
            "model Post {\n id Int @id\n tags Tag[]\n}\n" + "model Tag {\n id String @id @db.Uuid\n posts Post[]\n}";

    private static final String POSTS_SQL =
            "create table \"Post\" (id int primary key); create table \"Tag\" (id uuid primary key);";

    private static final String JOIN = "create table \"_PostToTag\" (\"A\" int not null, \"B\" uuid not null,"
            + " constraint \"_PostToTag_A_fkey\" foreign key (\"A\") references \"Post\" on delete cascade on update cascade,"
            + " constraint \"_PostToTag_B_fkey\" foreign key (\"B\") references \"Tag\" on delete cascade on update cascade);"
            + " create index \"_PostToTag_B_index\" on \"_PostToTag\" (\"B\");";

    static Stream<PrismaCase> implicitRelations() {
        return Stream.of(
                the(
                        "a relation of many to many with a key",
                        POSTS,
                        POSTS_SQL + JOIN
                                + "alter table \"_PostToTag\" add constraint \"_PostToTag_AB_pkey\" primary key (\"A\", \"B\")"),
                the(
                        "a relation of many to many with a unique index",
                        POSTS,
                        POSTS_SQL + JOIN
                                + "create unique index \"_PostToTag_AB_unique\" on \"_PostToTag\" (\"A\", \"B\")"),
                the(
                        "a relation of many to many without either",
                        POSTS,
                        POSTS_SQL + JOIN,
                        "index _PostToTag_AB_pkey on public._PostToTag: primary key (A, B) | absent"),
                the(
                        "a relation of many to many without its table",
                        POSTS,
                        POSTS_SQL,
                        "table public._PostToTag: table | absent"),
                the(
                        "a relation of many to many with a name, to itself",
                        "model P {\n id Int @id\n follows P[] @relation(\"f\")\n followed P[] @relation(\"f\")\n}",
                        "create table \"P\" (id int primary key); create table _f (\"A\" int not null references \"P\" on delete cascade,"
                                + " \"B\" int not null references \"P\" on delete cascade, constraint \"_f_AB_pkey\" primary key (\"A\", \"B\"));"
                                + "create index \"_f_B_index\" on _f (\"B\")"));
    }

    @ParameterizedTest
    @MethodSource({"keys", "relations", "implicitRelations"})
    void each_difference_is_found_and_nothing_else(PrismaCase test) {
        DATABASE.check(test);
    }
}
