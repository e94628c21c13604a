package dev.migrate.rollback;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads pairs of scripts from one file: {@code --- name}, what is there before, {@code -->}, the migration. */
final class Cases {
    private Cases() {}

    static List<DerivationTest.Case> read(String resource) {
        try (InputStream in = Objects.requireNonNull(Cases.class.getResourceAsStream(resource))) {
            var cases = new ArrayList<DerivationTest.Case>();
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String one : all.split("(?m)^--- ", -1)) {
                if (!one.isBlank() && !one.startsWith("#")) {
                    int line = one.indexOf('\n');
                    String[] parts = one.substring(line + 1).split("(?m)^-->$", 2);
                    cases.add(new DerivationTest.Case(one.substring(0, line), parts[0], parts[1]));
                }
            }
            return cases;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
