package dev.migrate;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rooms and their floors, as the design has them: arrows go downward only. */
class ArchitectureTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/migrate");
    private static final int LONGEST_FILE = 400;

    /** From the ground up; a room may use those before it, unless it is said otherwise below. */
    private static final List<String> ROOMS = List.of(
            "problem",
            "config",
            "database",
            "script",
            "engine",
            "catalog",
            "prisma",
            "shadow",
            "migration",
            "history",
            "plan",
            "scaffold",
            "rehearse",
            "schema",
            "keep",
            "apply",
            "rollback",
            "verify",
            "report",
            "cli");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.migrate");

    static List<String> rooms() {
        return ROOMS;
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void a_room_uses_only_rooms_below_it(String room) {
        var above = new ArrayList<>(ROOMS.subList(ROOMS.indexOf(room) + 1, ROOMS.size()));
        above.add("."); // Main, which may use all and is used by none

        noClasses()
                .that()
                .resideInAPackage("dev.migrate." + room + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(above.stream()
                        .map(name -> name.equals(".") ? "dev.migrate" : "dev.migrate." + name + "..")
                        .toArray(String[]::new)))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void rooms_do_not_go_in_circles() {
        slices().matching("dev.migrate.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void every_package_is_a_room_and_says_what_belongs_in_it() throws IOException {
        try (var folders = Files.walk(SOURCES)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                String name = SOURCES.relativize(folder).toString();

                assertThat(folder.resolve("package-info.java")).exists();
                assertThat(name.isEmpty() || ROOMS.contains(name)).as(name).isTrue();
            }
        }
    }

    @Test
    void only_the_database_room_knows_jdbc_and_the_driver() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.migrate.database..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..")
                .check(CLASSES);
    }

    @Test
    void only_the_report_room_draws_and_only_the_door_parses_options() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.migrate.cli..", "dev.migrate.report..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "com.github.freva..", "me.tongfei..", "com.fasterxml..")
                .check(CLASSES);
    }

    @Test
    void values_of_the_plan_open_neither_files_nor_connections() {
        noClasses()
                .that()
                .resideInAPackage("dev.migrate.plan..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.file.Files")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("dev.migrate.database.Session")
                .check(CLASSES);
    }

    @Test
    void nobody_but_main_exits() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.migrate.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(CLASSES);
    }

    @Test
    void nobody_writes_to_the_streams_of_the_process_but_through_what_it_was_given() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }

    @Test
    void no_name_says_nothing() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameStartingWith("Common")
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/main/java", "src/test/java"})
    void no_file_is_longer_than_can_be_read(Path sources) throws IOException {
        var longer = new TreeSet<String>();
        try (var files = Files.walk(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readAllLines(file).size() > LONGEST_FILE) {
                    longer.add(sources.relativize(file).toString());
                }
            }
        }

        assertThat(longer).isEmpty();
    }
}
