package dev.migrate.database;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of one part of a URL. */
final class Percent {
    private Percent() {}

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
