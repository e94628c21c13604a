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
    public static final Keeping NOTHING = new Keeping(null, Map.of(), Map.of(), Set.of(), "", Optional.empty());

    private final Session target;
    private final Map<String, List<Doomed>> doomed;
    private final Map<String, Sizes.Size> sizes;
    private final Set<String> unsifted;
    private final String expires;
    private final Optional<String> role;

    Keeping(
            Session target,
            Map<String, List<Doomed>> doomed,
            Map<String, Sizes.Size> sizes,
            Set<String> unsifted,
            String expires,
            Optional<String> role) {
        this.target = target;
        this.doomed = doomed;
        this.sizes = sizes;
        this.unsifted = unsifted;
        this.expires = expires;
        this.role = role;
    }

    /** Whether anything of a migration is kept. */
    public boolean keeps(String id) {
        return doomed.containsKey(id) || unsifted.contains(id);
    }

    /** What is copied, in words. */
    public List<String> words(String id) {
        return doomed.getOrDefault(id, List.of()).stream()
                .filter(table -> table.origin()
                        .map(sizes::get)
                        .filter(size -> size.rows() > 0)
                        .isPresent())
                .map(table -> table.what() + ", " + sizes.get(table.origin().get()))
                .toList();
    }

    /**
     * Goes before the first statement of a migration, in its transaction or in one right before it. Looks at the target as it
     * is then: what ran before may have renamed what is to be kept.
     */
    public List<String> before(String id) {
        if (!doomed.containsKey(id)) {
            return List.of();
        }
        List<Copy> copies = new Copies(target).of(doomed.get(id));
        if (copies.isEmpty()) {
            return List.of();
        }
        var statements = new ArrayList<>(KeptSchema.enter());
        statements.addAll(KeptSchema.create());
        statements.add(KeptSchema.PURGE_EXPIRED);
        copies.forEach(copy -> statements.addAll(copy.statements(id, expires)));
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
