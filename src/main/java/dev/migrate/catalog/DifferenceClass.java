package dev.migrate.catalog;

import java.util.Locale;

/** What a difference means to whoever looks after the database. */
public enum DifferenceClass {
    /** What the database can hold and who may see which row. */
    STRUCTURE,
    /** The text of a routine. */
    CODE,
    /** A name that PostgreSQL made up and that something kept through a rename. */
    NAME,
    /** The order of columns. */
    ORDER,
    PRIVILEGE,
    OWNER,
    COMMENT,
    /** The same, spelled in two ways by PostgreSQL. */
    RESPELLED,
    /** What belongs to the server or to another role: tablespace, version of an extension. */
    ENVIRONMENT;

    /** As it stands in JSON and in the config. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
