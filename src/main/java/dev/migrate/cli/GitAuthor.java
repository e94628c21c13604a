package dev.migrate.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Who makes a migration: {@code user.name} of git, which alone knows where that may stand; else the account. */
final class GitAuthor {
    private static final long PATIENCE_SECONDS = 5;

    private GitAuthor() {}

    static String name(Surroundings around) {
        String name = ofGit(around).replaceAll("\\p{Cntrl}", " ").strip();
        return name.isEmpty() ? System.getProperty("user.name", "?") : name;
    }

    private static String ofGit(Surroundings around) {
        var builder = new ProcessBuilder("git", "config", "user.name")
                .directory(around.directory().toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(around.variables());
        try {
            Process git = builder.start();
            git.getOutputStream().close();
            if (!git.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                git.destroyForcibly();
                return "";
            }
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return git.exitValue() == 0 ? said : "";
        } catch (IOException absent) {
            return "";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
