package dev.migrate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The commit that a folder is a checkout of, read from git's own files: starting git would cost more than the run. */
final class GitCommit {
    private static final String REF = "ref: ";

    private GitCommit() {}

    static Optional<String> of(Path directory) {
        try {
            for (Path folder = directory.toAbsolutePath(); folder != null; folder = folder.getParent()) {
                Path git = folder.resolve(".git");
                if (Files.isDirectory(git)) {
                    return head(git, git);
                }
                if (Files.isRegularFile(git)) {
                    return worktree(folder, Files.readString(git).strip());
                }
            }
            return Optional.empty();
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty(); // a commit is good to have, and no reason to stop
        }
    }

    /** A worktree or submodule: {@code .git} is a file that names the folder. */
    private static Optional<String> worktree(Path folder, String content) throws IOException {
        if (!content.startsWith("gitdir: ")) {
            return Optional.empty();
        }
        Path git = folder.resolve(content.substring("gitdir: ".length())).normalize();
        Path common = git.resolve("commondir");
        return head(
                git,
                Files.exists(common)
                        ? git.resolve(Files.readString(common).strip()).normalize()
                        : git);
    }

    private static Optional<String> head(Path git, Path common) throws IOException {
        String head = Files.readString(git.resolve("HEAD")).strip();
        if (!head.startsWith(REF)) {
            return Optional.of(head).filter(GitCommit::isHash);
        }
        String ref = head.substring(REF.length());
        Path file = common.resolve(ref);
        if (Files.isRegularFile(file)) {
            return Optional.of(Files.readString(file).strip()).filter(GitCommit::isHash);
        }
        Path packed = common.resolve("packed-refs");
        if (!Files.isRegularFile(packed)) {
            return Optional.empty();
        }
        return Files.readAllLines(packed).stream()
                .filter(line -> line.endsWith(" " + ref))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .filter(GitCommit::isHash)
                .findFirst();
    }

    private static boolean isHash(String text) {
        return text.matches("[0-9a-f]{40,64}");
    }
}
