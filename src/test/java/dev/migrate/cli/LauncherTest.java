package dev.migrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The shell script in front of it all, with a Java and a Maven that only say how they were called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    @TempDir
    private Path folder;

    private Path clone;

    private record Run(int code, String said) {}

    @BeforeEach
    void make() throws IOException {
        clone = folder.resolve("my clone");
        Files.createDirectories(clone.resolve("src/main"));
        Files.createDirectories(clone.resolve("target"));
        Files.writeString(clone.resolve("pom.xml"), "");
        Files.copy(Path.of("migrate"), clone.resolve("migrate"));
        program("bin/java", "echo java \"$@\"; echo \"locale ${LC_ALL:-none}\"; exit 3\n");
        program(
                "bin/mvn",
                "echo built >> \"$FOLDER/builds\"; [ -z \"${BROKEN:-}\" ] || { echo no such artifact; exit 1; };"
                        + " touch target/migrate.jar\n");
    }

    private void program(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A path with these programs of the machine and no others. */
    private void tools(String... names) throws IOException {
        for (String name : names) {
            String real = Files.exists(Path.of("/usr/bin", name)) ? "/usr/bin/" : "/bin/";
            program("bin/" + name, "exec " + real + name + " \"$@\"\n");
        }
    }

    private void built() throws IOException {
        Files.writeString(clone.resolve("target/migrate.jar"), "");
        Files.setLastModifiedTime(
                clone.resolve("target/migrate.jar"), FileTime.from(Instant.now().plusSeconds(60)));
    }

    private Run run(Map<String, String> variables, String program, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("sh", program));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        builder.environment().put("FOLDER", folder.toString());
        builder.environment().putAll(variables);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), said);
    }

    private Run run(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), clone.resolve("migrate").toString(), arguments);
    }

    @Test
    void it_builds_once_and_hands_over_every_argument_and_the_exit_code() throws Exception {
        Run first = run("apply", "--url", "a b", "");
        Run second = run("status");

        assertThat(first.code()).isEqualTo(3);
        assertThat(first.said())
                .startsWith("migrate: building (only on first use, or when its sources change) ...\njava ")
                .contains("-Dmigrate.home=" + clone.toRealPath().resolve("target"))
                .contains("-Dmigrate.terminal=false")
                .contains("migrate.jar apply --url a b \n");
        assertThat(second.said()).doesNotContain("building");
        assertThat(folder.resolve("builds")).hasContent("built");
    }

    @Test
    void it_builds_again_where_a_source_is_newer() throws Exception {
        run("status");
        Path source = Files.writeString(clone.resolve("src/main/A.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(run("status").said()).contains("building");
    }

    @Test
    void it_is_found_through_links() throws Exception {
        built();
        Files.createSymbolicLink(folder.resolve("bin/one"), clone.resolve("migrate"));
        Files.createSymbolicLink(folder.resolve("bin/two"), Path.of("one"));

        Run run = run(Map.of(), folder.resolve("bin/two").toString(), "status");

        assertThat(run.said()).contains("-jar " + clone.toRealPath().resolve("target/migrate.jar") + " status");
    }

    @Test
    void a_build_that_fails_shows_why_and_ends_with_2() throws Exception {
        Run run = run(
                Map.of("BROKEN", "yes", "TMPDIR", folder.toString()),
                clone.resolve("migrate").toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.said()).contains("no such artifact", "migrate: the build failed");
    }

    @Test
    void without_maven_it_says_what_is_missing() throws Exception {
        Files.delete(folder.resolve("bin/mvn"));
        tools("sh", "dirname", "readlink", "find", "head", "cat", "mktemp");

        Run run = run(
                Map.of("PATH", folder.resolve("bin").toString()),
                clone.resolve("migrate").toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.said())
                .isEqualTo("migrate is built from source on first use, and Maven (mvn) is not installed\n");
    }

    @Test
    void the_archive_of_classes_is_made_once_for_each_build_and_each_java() throws Exception {
        program(
                "my clone/src/build/class-archive",
                "echo made >> \"$FOLDER/archives\"; touch \"$2/target/migrate.jsa\"\n");
        program("jdk/bin/java", "echo the other java \"$@\"\n");
        Map<String, String> other = Map.of("JAVA_HOME", folder.resolve("jdk").toString());

        Run first = run("status");
        run("status");
        assertThat(folder.resolve("archives")).hasContent("made");
        Run second = run(other, clone.resolve("migrate").toString(), "status");
        run(other, clone.resolve("migrate").toString(), "status");

        assertThat(folder.resolve("archives")).hasContent("made\nmade");
        assertThat(first.said()).contains("-XX:SharedArchiveFile=" + clone.toRealPath() + "/target/migrate.jsa");
        assertThat(second.said()).startsWith("the other java").contains("-XX:SharedArchiveFile=");
    }

    @Test
    void an_archive_that_cannot_be_made_keeps_no_start_from_its_work_and_is_not_tried_again() throws Exception {
        program("my clone/src/build/class-archive", "echo tried >> \"$FOLDER/archives\"; echo noise; exit 1\n");

        run("status");
        Run run = run("status");

        assertThat(run.said())
                .startsWith("java ")
                .doesNotContain("SharedArchiveFile")
                .doesNotContain("noise");
        assertThat(folder.resolve("archives")).hasContent("tried");
    }

    @Test
    void java_home_counts_before_the_path() throws Exception {
        built();
        program("jdk/bin/java", "echo the other java\n");

        Run run = run(
                Map.of("JAVA_HOME", folder.resolve("jdk").toString()),
                clone.resolve("migrate").toString());

        assertThat(run.said()).isEqualTo("the other java\n");
    }

    @Test
    void without_java_it_says_what_is_missing() throws Exception {
        built();
        Files.delete(folder.resolve("bin/java"));
        tools("sh", "dirname", "readlink", "find", "head");

        Run run = run(
                Map.of("PATH", folder.resolve("bin").toString()),
                clone.resolve("migrate").toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.said()).isEqualTo("migrate needs Java 17 or newer: install a JDK, or set JAVA_HOME\n");
    }

    @Test
    void names_of_files_are_utf_8_whatever_the_locale_says() throws Exception {
        built();

        assertThat(run(Map.of("LANG", "C"), clone.resolve("migrate").toString()).said())
                .contains("locale C.UTF-8");
        assertThat(run().said()).contains("locale C.UTF-8");
        assertThat(run(Map.of("LANG", "de_DE.utf8"), clone.resolve("migrate").toString())
                        .said())
                .contains("locale none");
    }
}
