package dev.migrate.prisma;

/** What only the server can tell. */
public interface ServerJudgement {
    /** Whether two expressions are one to the server, as values of a type; false where it cannot tell. */
    boolean same(String type, String expression, String other);

    /** Whether an index of this access method takes this operator class where none is said. */
    boolean byDefault(String method, String operatorClass);
}
