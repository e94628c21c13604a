package dev.migrate.apply;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A few dozen migrations of every kind there is, each of which leaves marks by which it can be seen what was done. */
final class CrashWorkload {
    /**
     * One migration.
     *
     * @param marks numbers of its statements that insert a row into {@code marker}: the row holds id and number
     * @param whole SQL that is true where all it makes is there
     */
    record Work(String id, String sql, List<Integer> marks, String whole) {}

    private static final String BASE = """
            create table marker (id text, n int);
            create table big (id int, a int, b text);
            insert into big select g, g %% 100, 'row ' || g from generate_series(1, 2000) g;
            create index base_a on big (a);
            create type mood as enum ('m');
            create table moods (m mood);
            %s
            """;

    private CrashWorkload() {}

    static List<Work> all(int rounds) {
        var works = new ArrayList<Work>();
        works.add(work("000_base", BASE, List.of(7), "to_regclass('big') is not null"));
        for (int i = 1; i <= rounds; i++) {
            String two = "%02d".formatted(i);
            works.add(work(two + "0_table", """
                    create table t_# (id int);
                    insert into t_# values (1), (2);
                    %s
                    """.replace("#", two), List.of(3), table("t_" + two)));
            works.add(work(
                    two + "1_index",
                    """
                    create index concurrently x_# on big (a, (id + 1#));
                    %s
                    create unique index concurrently if not exists "y on_#" on big (lower(b), (id + 1#));
                    %s
                    """.replace("#", two),
                    List.of(2, 4),
                    valid("x_" + two) + " and " + valid("y on_" + two)));
            works.add(work(
                    two + "2_function", """
                    create function f_#() returns int language sql as 'select 1';
                    %s
                    """.replace("#", two), List.of(2), "to_regproc('f_" + two + "') is not null"));
            works.add(work(two + "3_own", """
                    %s
                    begin;
                    create table o_# ();
                    %s
                    commit;
                    begin;
                    %s
                    commit;
                    """.replace("#", two), List.of(1, 4, 7), table("o_" + two)));
            works.add(work(two + "4_copy", """
                    create table c_# (id int);
                    copy c_# from stdin;
                    @\\.
                    %s
                    """.replace("#", two).replace("@", rows()), List.of(3), table("c_" + two)));
            works.add(work(
                    two + "5_enum",
                    """
                    alter type mood add value 'v_#';
                    insert into moods values ('v_#');
                    %s
                    """.replace("#", two),
                    List.of(3),
                    "exists (select from pg_enum where enumlabel = 'v_" + two + "')"));
            works.add(work(two + "6_whole", """
                    begin isolation level serializable;
                    create table w_# ();
                    %s
                    commit;
                    """.replace("#", two), List.of(3), table("w_" + two)));
            works.add(
                    work(two + "7_drop", """
                    create index d_# on big (a);
                    %s
                    drop index concurrently d_#;
                    vacuum big;
                    %s
                    """.replace("#", two), List.of(2, 5), "to_regclass('d_" + two + "') is null"));
            works.add(work(
                    two + "8_unnamed",
                    """
                    %s
                    create index concurrently on big ((a + 1#));
                    reindex index concurrently base_a;
                    %s
                    """.replace("#", two),
                    List.of(1, 4),
                    "(select count(*) from pg_indexes where tablename = 'big' and indexdef" + " like '%%((a + 1" + two
                            + "))%%') = 1"));
            works.add(work(
                    two + "9_detach",
                    """
                    create table p_# (id int) partition by range (id);
                    create table q_# partition of p_# for values from (0) to (9);
                    %s
                    alter table p_# detach partition q_# concurrently;
                    %s
                    """.replace("#", two),
                    List.of(3, 5),
                    "(select not relispartition from pg_class where relname = 'q_" + two + "')"));
        }
        works.sort(Comparator.comparing(Work::id));
        return works;
    }

    private static Work work(String id, String sql, List<Integer> marks, String whole) {
        Object[] inserts = marks.stream()
                .map(n -> "insert into marker values ('" + id + "', " + n + ");")
                .toArray();
        return new Work(id, sql.formatted(inserts), marks, whole.replace("%%", "%"));
    }

    private static String rows() {
        return IntStream.rangeClosed(1, 300).mapToObj(n -> n + "\n").collect(Collectors.joining());
    }

    private static String table(String name) {
        return "to_regclass('" + name + "') is not null";
    }

    private static String valid(String index) {
        return "exists (select from pg_index where indexrelid = to_regclass(quote_ident('" + index
                + "')) and indisvalid)";
    }
}
