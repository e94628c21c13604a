package dev.migrate.scaffold;

import dev.migrate.migration.FileName;
import dev.migrate.migration.FoundFile;
import dev.migrate.migration.Version;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The name of a migration that is to be made: in the style of the others, and behind all of them.
 *
 * @param version as it stands in the id
 * @param remarks what is not as one would expect
 */
record NextName(String id, String version, NamingStyle style, List<String> remarks) {
    /** In which order files run whose names have a version, within one source or by version. */
    static final Comparator<FoundFile> ORDER = Comparator.<FoundFile, Version>comparing(
                    file -> file.name().version().orElseThrow())
            .thenComparingInt(FoundFile::sourceIndex)
            .thenComparing(file -> file.name().id().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    NextName {
        remarks = List.copyOf(remarks);
    }

    /**
     * Finds it.
     *
     * @param models whose style it gets, those without a version left out
     * @param others behind which it has to come, likewise
     * @param sourceIndex of the source that it is made in
     * @param free whether a version and an id may be taken
     * @throws MigrationFailure exit code 2 where no version comes behind the others
     */
    static NextName of(
            List<FoundFile> models, List<FoundFile> others, int sourceIndex, Title title, Instant now, Free free) {
        NamingStyle style = NamingStyle.of(models.stream()
                .sorted(ORDER.reversed())
                .flatMap(file -> NameParts.of(file).stream())
                .toList());
        Optional<FoundFile> newest = others.stream().max(ORDER);
        boolean plainDays = style.numbering() instanceof Numbering.Days days
                && days.number().isEmpty();
        Predicate<String> fits = version -> fits(style.id(version, title), version, sourceIndex, newest, title, free);
        Predicate<String> fitsAlone =
                version -> fits.test(version) && (plainDays || isAlone(style.id(version, title), newest));
        Optional<String> version =
                style.numbering().following(now).filter(fitsAlone).findFirst();
        if (version.isPresent()) {
            return new NextName(
                    style.id(version.get(), title),
                    version.get(),
                    style,
                    style.numbering().ahead(version.get(), now)
                            ? List.of("the newest file, "
                                    + newest.map(file -> file.name().id()).orElse("")
                                    + ", is dated in the future: this one is numbered behind it")
                            : List.of());
        }
        Numbering onward = newest.flatMap(NameParts::of)
                .map(name -> Numbering.of(name.version(), List.of()))
                .orElse(Numbering.plain());
        Numbering timed = onward instanceof Numbering.Days days ? days.withTimes() : onward;
        String behind = newest.map(file -> file.name().id()).orElse("");
        for (Numbering other : List.of(Numbering.plain(), onward, timed)) {
            Optional<String> found = other.following(now).filter(fits).findFirst();
            if (found.isPresent()) {
                return new NextName(
                        style.id(found.get(), title),
                        found.get(),
                        style.counted(other),
                        List.of(remark(style, title, now, behind)));
            }
        }
        throw new MigrationFailure(
                ExitCode.USAGE,
                Problem.of(
                        "no version comes behind " + behind,
                        "look at the number of that file; one from which a fresh database starts belongs in [bootstrap]"));
    }

    private static String remark(NamingStyle style, Title title, Instant now, String behind) {
        boolean read = style.numbering()
                .following(now)
                .findFirst()
                .filter(version -> !readsBack(style.id(version, title), title))
                .isPresent();
        return read
                ? "its first word would be read as the number of the day: it is numbered otherwise than the others"
                : "called like the others it would not run behind " + behind + ": it is numbered otherwise";
    }

    /** Whether a version and the id with it may be taken. */
    interface Free {
        boolean is(String version, String id);
    }

    /** A date and a name that begins with a number would be read as a number of the day. */
    private static boolean readsBack(String id, Title title) {
        FileName read = FileName.ofId(id);
        return read.role() == FileName.Role.VERSIONED && read.description().equals(title.description());
    }

    private static boolean fits(
            String id, String version, int sourceIndex, Optional<FoundFile> newest, Title title, Free free) {
        FoundFile made = made(id, sourceIndex);
        return free.is(version, id)
                && readsBack(id, title)
                && newest.filter(file -> ORDER.compare(made, file) <= 0).isEmpty();
    }

    /** The file with an id, which is not there yet, for its place among those that are. */
    static FoundFile made(String id, int sourceIndex) {
        Path path = Path.of(id + ".sql");
        return new FoundFile(FileName.ofId(id), path, path, path.toString(), "", sourceIndex, Optional.empty());
    }

    /** Whether no other has the version: two may share one, and only of dates that is what people do. */
    private static boolean isAlone(String id, Optional<FoundFile> newest) {
        return newest.filter(
                        file -> file.name().version().equals(FileName.ofId(id).version()))
                .isEmpty();
    }
}
