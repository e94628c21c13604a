package dev.migrate.migration;

import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words for what is wrong with the bytes of a file. */
final class FileFaults {
    private static final int HEAD = 4096;
    private static final Pattern CLIENT_ENCODING = Pattern.compile(
            "^\\s*SET\\s+client_encoding\\s*(?:=|TO)\\s*'?(\\w+)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private FileFaults() {}

    /** The byte that {@link FileScan} found, with its line and column. */
    static Problem badByte(Path path, String file, FileScan scan) throws IOException {
        Place where = place(path, file, scan.badAt());
        if (scan.bad() == 0) {
            return Problem.at(
                    where,
                    "the file holds a NUL byte, which PostgreSQL cannot take",
                    "remove it; if the file is UTF-16, convert it: iconv -f UTF-16 -t UTF-8");
        }
        String hex = "0x" + Integer.toHexString(scan.bad()).toUpperCase(Locale.ROOT);
        boolean utf16 = scan.badAt() == 0 && (scan.bad() == 0xFF || scan.bad() == 0xFE);
        String declared = utf16 ? "" : declared(path);
        String guess = utf16 ? "UTF-16" : declared.isEmpty() ? "LATIN1" : declared;
        String likely =
                utf16 ? " (UTF-16?)" : declared.isEmpty() ? " (Latin-1?)" : ", by its client_encoding " + declared;
        return Problem.at(
                where,
                "the file is not UTF-8: byte " + hex + likely,
                "convert it: iconv -f " + guess + " -t UTF-8 " + file + " > converted.sql");
    }

    /** What the beginning of the file sets {@code client_encoding} to, as iconv calls it; empty where nothing. */
    private static String declared(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            Matcher set = CLIENT_ENCODING.matcher(new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1));
            return set.find() ? set.group(1).toUpperCase(Locale.ROOT).replaceFirst("^WIN(?=\\d)", "CP") : "";
        }
    }

    private static Place place(Path path, String file, long offset) throws IOException {
        int line = 1;
        int column = 1;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            for (long at = 0; at < offset; at++) {
                int b = in.read();
                if (b == '\n') {
                    line++;
                    column = 1;
                } else if ((b & 0xC0) != 0x80) {
                    column++;
                }
            }
        }
        return new Place(file, line, column);
    }
}
