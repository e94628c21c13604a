package dev.migrate.script;

/** Is told of every comment while the items around it are read. */
@FunctionalInterface
public interface CommentListener {
    /** Wants no comments; their texts are not even collected then. */
    CommentListener NONE = comment -> {};

    /** Called in the order of reading, within {@link ScriptReader#next()}. */
    void comment(Comment comment);
}
