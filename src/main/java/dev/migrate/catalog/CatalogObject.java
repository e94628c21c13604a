package dev.migrate.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One object of a database with its attributes.
 *
 * <p>Objects that one query returned share the list of their attributes, so that each costs no more than its values.
 */
public final class CatalogObject {
    private final Identity identity;
    private final Attribute[] attributes;
    private final Object[] values;

    /**
     * An object as it was read.
     *
     * @param attributes shared with others, never changed
     * @param values a text, a list of texts, or null for each attribute
     */
    CatalogObject(Identity identity, Attribute[] attributes, Object[] values) {
        this.identity = identity;
        this.attributes = attributes;
        this.values = values;
    }

    public Identity identity() {
        return identity;
    }

    public ObjectKind kind() {
        return identity.kind();
    }

    /** Those that objects of its kind have on the server that it was read from, set or not. */
    public List<Attribute> attributes() {
        return List.of(attributes);
    }

    /** The value of an attribute; empty where nothing is said, or objects of its kind do not have it. */
    public Optional<String> text(Attribute attribute) {
        return Optional.ofNullable((String) value(attribute));
    }

    /** Whether a Boolean attribute is true. */
    public boolean is(Attribute attribute) {
        return "t".equals(value(attribute));
    }

    /** The values of a list; empty where nothing is said. */
    @SuppressWarnings("unchecked")
    public List<String> list(Attribute attribute) {
        return Objects.requireNonNullElse((List<String>) value(attribute), List.of());
    }

    /** A text, a list of texts, or null. */
    Object value(Attribute attribute) {
        for (int i = 0; i < attributes.length; i++) {
            if (attributes[i] == attribute) {
                return values[i];
            }
        }
        return null;
    }

    /** Whether nothing at all differs. */
    boolean equalTo(CatalogObject other) {
        return Arrays.equals(values, other.values) && Arrays.equals(attributes, other.attributes);
    }

    void set(Attribute attribute, Object value) {
        for (int i = 0; i < attributes.length; i++) {
            if (attributes[i] == attribute) {
                values[i] = value;
                return;
            }
        }
        throw new IllegalArgumentException(identity + " has no " + attribute);
    }

    @Override
    public String toString() {
        return identity.toString();
    }
}
