package dev.migrate.keep;

import dev.migrate.database.Session;
import dev.migrate.engine.ScriptFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is put into the transactions of a run's migrations, so that what they destroy is kept with their record. */
public final class Keeping {
    public static final Keeping NOTHING = new Keeping(Map.of(), Set.of(), "", Optional.empty());

    private final Map<String, List<Copy>> copies;
    private final Set<String> unsifted;
    private final String expires;
    private final Optional<String> role;

    Keeping(Map<String, List<Copy>> copies, Set<String> unsifted, String expires, Optional<String> role) {
        this.copies = copies;
        this.unsifted = unsifted;
        this.expires = expires;
        this.role = role;
    }

    /** Whether anything of a migration is kept. */
    public boolean keeps(String id) {
        return copies.containsKey(id) || unsifted.contains(id);
    }

    /** What is copied, in words. */
    public List<String> words(String id) {
        return copies.getOrDefault(id, List.of()).stream().map(Copy::words).toList();
    }

    /** Goes before the first statement of a migration, in its transaction or in one right before it. */
    public List<String> before(String id) {
        if (!copies.containsKey(id)) {
            return List.of();
        }
        var statements = new ArrayList<>(KeptSchema.enter());
        statements.addAll(KeptSchema.create());
        statements.add(KeptSchema.PURGE_EXPIRED);
        copies.get(id).forEach(copy -> statements.addAll(copy.statements(id, expires)));
        statements.add(KeptSchema.close());
        statements.addAll(KeptSchema.leave());
        return statements;
    }

    /**
     * Goes behind the last statement, in the same transaction where one is open: looks what became of what was copied, and
     * keeps what is lost.
     */
    public Optional<ScriptFailure> after(Session session, String id) {
        if (!keeps(id)) {
            return Optional.empty();
        }
        return new OwnTransaction(session, role).run("keeping what the migration destroyed", own -> {
            new Sifting(own).sift(id);
        });
    }
}
