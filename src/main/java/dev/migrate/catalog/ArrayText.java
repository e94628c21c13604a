package dev.migrate.catalog;

import java.util.ArrayList;
import java.util.List;

/**
 * An array of one dimension as PostgreSQL prints it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO">array input and output syntax</a>
 */
final class ArrayText {
    private ArrayText() {}

    static List<String> elements(String text) {
        var elements = new ArrayList<String>();
        var element = new StringBuilder();
        boolean quoted = false;
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                element.append(text.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '}')) {
                if (text.length() > 2) {
                    elements.add(element.toString());
                }
                element.setLength(0);
            } else {
                element.append(c);
            }
        }
        return List.copyOf(elements);
    }
}
